package io.eventcore;

import java.io.Serial;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random bytes that cannot be foretold, at the price of a copy: the key stream of AES in counter mode, whose key comes
 * from a {@link SecureRandom}, made in blocks. A {@code SecureRandom} itself takes longer for the ids of a command than
 * everything else that the executor does. Each byte is given out once. Thread-safe.
 */
final class RandomBlocks extends Random {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int BLOCK = 4_096;
    private static final int KEY = 32;
    private static final int COUNTER = 16;

    private final transient Cipher cipher;
    private final transient ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
    private final ReentrantLock lock = new ReentrantLock();

    RandomBlocks() {
        SecureRandom seed = new SecureRandom();
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(bytesOf(seed, KEY), "AES"),
                    new IvParameterSpec(bytesOf(seed, COUNTER)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES in counter mode, which every Java has", e);
        }
    }

    private static byte[] bytesOf(SecureRandom seed, int count) {
        byte[] bytes = new byte[count];
        seed.nextBytes(bytes);
        return bytes;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        lock.lock();
        try {
            for (int filled = 0; filled < bytes.length; ) {
                int taken = Math.min(bytes.length - filled, refillIfEmpty().remaining());
                block.get(bytes, filled, taken);
                filled += taken;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected int next(int bits) {
        byte[] bytes = new byte[Integer.BYTES];
        nextBytes(bytes);
        return ByteBuffer.wrap(bytes).getInt() >>> (Integer.SIZE - bits);
    }

    private ByteBuffer refillIfEmpty() {
        if (!block.hasRemaining()) {
            try {
                cipher.update(new byte[BLOCK], 0, BLOCK, block.array());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("The block is as large as what goes into it", e);
            }
            block.clear();
        }
        return block;
    }
}
