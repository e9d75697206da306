package io.eventcore.torture.history;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the history of one process. Each line has been handed to the operating system when a method returns, so it
 * survives the end of the process, however sudden. Thread-safe; an interrupted thread may use it.
 */
public final class HistoryWriter implements AutoCloseable {

    private final FileOutputStream out; // no channel: an interrupt would close it
    private final ReentrantLock lock = new ReentrantLock();

    private HistoryWriter(FileOutputStream out) {
        this.out = out;
    }

    /** {@return a writer that appends to a file} */
    public static HistoryWriter appendingTo(Path file) {
        try {
            return new HistoryWriter(new FileOutputStream(file.toFile(), true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes that a call is about to be sent. */
    public void begin(Begin begin) {
        write(begin.line());
    }

    /** Writes what a caller was told. */
    public void answer(Answer answer) {
        write(answer.line());
    }

    /** Writes that an event was delivered. */
    public void delivered(Delivered delivered) {
        write(delivered.line());
    }

    /** Writes something else that happened, such as a fault. */
    public void note(Note note) {
        write(note.line());
    }

    private void write(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }
}
