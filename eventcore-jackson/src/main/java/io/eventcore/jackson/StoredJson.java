package io.eventcore.jackson;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.core.StreamReadConstraints;

/**
 * JSON as PostgreSQL's {@code jsonb} gives it back: it has an order of its own for keys, keeps one of each, writes numbers
 * without exponents, knows no negative zero, and refuses NUL, halves of surrogate pairs, and numbers of too many digits. One
 * pass over the text. Not thread-safe.
 */
final class StoredJson {

    /** PostgreSQL's type {@code numeric}. */
    private static final int DIGITS_BEFORE_POINT = 131_072;

    private static final int DIGITS_BEHIND_POINT = 16_383;

    /** Characters of the longest number that PostgreSQL gives back: its digits, the point and the sign. */
    static final int LONGEST_NUMBER = DIGITS_BEFORE_POINT + DIGITS_BEHIND_POINT + 2;

    private static final int ESCAPE_LENGTH = 4;

    /** Has no keys, so that nothing is ever put into it. */
    private static final ObjectKeys ARRAY = new ObjectKeys();

    private final String json;
    private final StreamReadConstraints limits;
    private final StringBuilder changed = new StringBuilder();
    private int copied;
    private int at;
    /** For each object or array that is open. */
    private final Deque<ObjectKeys> open = new ArrayDeque<>();

    private StoredJson(String json, StreamReadConstraints limits) {
        this.json = json;
        this.limits = limits;
    }

    /** Says why a document cannot be stored, and where in it. */
    static final class UnstorableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int offset;

        UnstorableException(String reason, int offset) {
            super(reason);
            this.offset = offset;
        }

        int offset() {
            return offset;
        }
    }

    /**
     * The text that PostgreSQL prints for this one, but for blanks.
     *
     * @param limits what the reader of it can take
     * @throws UnstorableException if it would be refused, now or when it is read
     */
    static String of(String json, StreamReadConstraints limits) throws UnstorableException {
        return new StoredJson(json, limits).pass();
    }

    private String pass() throws UnstorableException {
        while (at < json.length()) {
            char next = json.charAt(at);
            if (next == '"') {
                passText();
            } else if (next == '-' || (next >= '0' && next <= '9')) {
                passNumber();
            } else {
                count(next);
                at++;
            }
        }
        return copied == 0 ? json : changed.append(json, copied, json.length()).toString();
    }

    private void count(char next) throws UnstorableException {
        if (next == '{' || next == '[') {
            if (open.size() == limits.getMaxNestingDepth()) {
                throw new UnstorableException("is nested more than " + limits.getMaxNestingDepth() + " deep", at);
            }
            open.push(next == '{' ? new ObjectKeys() : ARRAY);
        } else if (next == ',') {
            open.element().end(made());
        } else if (next == '}' || next == ']') {
            close(open.pop());
        }
    }

    private void close(ObjectKeys keys) throws UnstorableException {
        keys.end(made());
        if (!keys.isOrdered()) {
            changed.append(json, copied, at);
            copied = at;
            Integer twice = keys.order(changed);
            if (twice != null) {
                throw new UnstorableException(
                        "has a key twice in one object, of which PostgreSQL keeps the last", twice);
            }
        }
    }

    /** How long the text is that was made of what was passed. */
    private int made() {
        return changed.length() + at - copied;
    }

    private void passText() throws UnstorableException {
        int start = at++;
        int startMade = made() - 1;
        int length = 0;
        boolean escapes = false;
        boolean high = false;
        for (char next = json.charAt(at); next != '"'; next = json.charAt(at)) {
            char character = next;
            if (next == '\\') {
                character = escaped();
                escapes = true;
            }
            at++;
            length++;
            if (character == 0) {
                throw new UnstorableException("holds a NUL character, which PostgreSQL cannot store", start);
            }
            if (high != Character.isLowSurrogate(character)) {
                throw halfPair(start);
            }
            high = Character.isHighSurrogate(character);
        }
        if (high) {
            throw halfPair(start);
        }
        int end = at++;
        while (at < json.length() && json.charAt(at) <= ' ') {
            at++;
        }
        if (at == json.length() || json.charAt(at) != ':') {
            return;
        }
        if (length > limits.getMaxNameLength()) {
            throw new UnstorableException(
                    "has a key of " + length + " characters; the longest that can be read again has "
                            + limits.getMaxNameLength(),
                    start);
        }
        String key = json.substring(start + 1, end);
        open.element().add(escapes ? unescaped(key) : key, start, startMade);
    }

    private static String unescaped(String key) {
        StringBuilder plain = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char next = key.charAt(i);
            if (next == '\\') {
                next = key.charAt(++i);
                if (next == 'u') {
                    next = (char) Integer.parseInt(key, i + 1, i + 1 + ESCAPE_LENGTH, 16);
                    i += ESCAPE_LENGTH;
                } else {
                    int control = "btnfr".indexOf(next);
                    next = control < 0 ? next : "\b\t\n\f\r".charAt(control);
                }
            }
            plain.append(next);
        }
        return plain.toString();
    }

    /** The character that an escape stands for, as far as it matters; moves to the last character of the escape. */
    private char escaped() {
        at++;
        if (json.charAt(at) != 'u') {
            return json.charAt(at);
        }
        char character = (char) Integer.parseInt(json, at + 1, at + 1 + ESCAPE_LENGTH, 16);
        at += ESCAPE_LENGTH;
        return character;
    }

    private static UnstorableException halfPair(int start) {
        return new UnstorableException("holds half a surrogate pair, which is no character", start);
    }

    private void passNumber() throws UnstorableException {
        int start = at;
        boolean negative = json.charAt(at) == '-';
        boolean zero = true;
        boolean exponent = false;
        int before = 0;
        int behind = 0;
        boolean point = false;
        for (at = negative ? at + 1 : at; at < json.length() && !exponent; at++) {
            char next = json.charAt(at);
            if (next == '.') {
                point = true;
            } else if (next == 'e' || next == 'E') {
                exponent = true;
            } else if (next >= '0' && next <= '9') {
                zero &= next == '0';
                before += point || (zero && before > 0) ? 0 : 1;
                behind += point ? 1 : 0;
            } else {
                break;
            }
        }
        if (exponent) {
            passExponent(start);
        } else {
            refuseUnlessNumeric(before, behind, start);
            if (negative && zero) {
                replace(start, new BigDecimal(json.substring(start, at)).toPlainString());
            }
        }
    }

    private void passExponent(int start) throws UnstorableException {
        while (at < json.length() && "+-0123456789".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(json.substring(start, at));
        } catch (NumberFormatException e) { // an exponent beyond all that a BigDecimal can have
            throw tooLong(start);
        }
        long before = (long) number.precision() - number.scale();
        refuseUnlessNumeric(number.signum() == 0 ? 1 : before, number.scale(), start);
        replace(start, number.toPlainString());
    }

    private void refuseUnlessNumeric(long before, long behind, int start) throws UnstorableException {
        if (before > DIGITS_BEFORE_POINT
                || behind > DIGITS_BEHIND_POINT
                || before + Math.max(0, behind) > limits.getMaxNumberLength()) {
            throw tooLong(start);
        }
    }

    private UnstorableException tooLong(int start) {
        int before = Math.min(DIGITS_BEFORE_POINT, limits.getMaxNumberLength());
        int behind = Math.min(DIGITS_BEHIND_POINT, limits.getMaxNumberLength());
        return new UnstorableException(
                "holds a number with more than " + before + " digits before the point or " + behind
                        + " behind it, which PostgreSQL's jsonb or the reader of it cannot take",
                start);
    }

    private void replace(int start, String number) {
        changed.append(json, copied, start).append(number);
        copied = at;
    }
}
