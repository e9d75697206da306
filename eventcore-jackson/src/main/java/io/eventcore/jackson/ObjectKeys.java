package io.eventcore.jackson;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one object of JSON, and their order in {@code jsonb}: by their lengths in UTF-8, then by their bytes. Not
 * thread-safe.
 */
final class ObjectKeys {

    private static final int LAST_OF_ONE_BYTE = 0x7F;
    private static final int LAST_OF_TWO_BYTES = 0x7FF;

    private static final Comparator<Member> ORDER = (one, other) -> {
        int byLength = Integer.compare(one.bytes, other.bytes);
        return byLength == 0 ? compareBytes(one.key, other.key) : byLength;
    };

    private final List<Member> members = new ArrayList<>();
    private boolean ordered = true;

    /** A key with its value, from one place of the text that is made to another. */
    private static final class Member {
        private final String key;
        private final int bytes;
        private final int offset;
        private final int start;
        private int end;

        Member(String key, int offset, int start) {
            this.key = key;
            this.bytes = bytesOf(key);
            this.offset = offset;
            this.start = start;
        }
    }

    /**
     * Adds a key.
     *
     * @param offset where it is in the text that is read
     * @param at where it is in the text that is made
     */
    void add(String key, int offset, int at) {
        Member member = new Member(key, offset, at);
        ordered &= members.isEmpty() || ORDER.compare(members.get(members.size() - 1), member) < 0;
        members.add(member);
    }

    /** The value of the last key ends here. */
    void end(int at) {
        if (!members.isEmpty()) {
            members.get(members.size() - 1).end = at;
        }
    }

    boolean isOrdered() {
        return ordered;
    }

    /**
     * Puts the members into their order.
     *
     * @param text ends with the last of them
     * @return where a key is that another one repeats; null if there is none
     */
    @Nullable Integer order(StringBuilder text) {
        int first = members.get(0).start;
        String before = text.substring(first);
        members.sort(ORDER);
        text.setLength(first);
        Member last = null;
        for (Member member : members) {
            if (last != null) {
                if (ORDER.compare(last, member) == 0) {
                    return member.offset;
                }
                text.append(',');
            }
            text.append(before, member.start - first, member.end - first);
            last = member;
        }
        return null;
    }

    private static int bytesOf(String key) {
        int bytes = 0;
        for (int i = 0; i < key.length(); i++) {
            char next = key.charAt(i);
            // Half of a pair is half of four bytes.
            bytes += next <= LAST_OF_ONE_BYTE ? 1 : next <= LAST_OF_TWO_BYTES || Character.isSurrogate(next) ? 2 : 3;
        }
        return bytes;
    }

    private static int compareBytes(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char left = one.charAt(i);
            char right = other.charAt(i);
            if (left != right) {
                // What a pair stands for comes behind all that is a single character.
                return Character.isSurrogate(left) == Character.isSurrogate(right)
                        ? Character.compare(left, right)
                        : Boolean.compare(Character.isSurrogate(left), Character.isSurrogate(right));
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
