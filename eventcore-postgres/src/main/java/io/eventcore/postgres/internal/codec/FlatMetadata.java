package io.eventcore.postgres.internal.codec;

import io.eventcore.EventMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Metadata in the form that nearly all events have: one object of texts in which nothing is escaped, as {@code jsonb}
 * prints it or {@link MetadataCodec} writes it. Every event that is read comes through here, and starting a parser takes
 * longer than finding a few quotes. Whatever looks different is left to the parser.
 */
final class FlatMetadata {

    private final String text;
    private int at;

    private FlatMetadata(String text) {
        this.text = text;
    }

    /** The metadata, or null if the text has not this form. */
    static @Nullable EventMetadata read(String text) {
        // Without escapes each quote begins or ends a key or a value.
        return text.indexOf('\\') < 0 ? new FlatMetadata(text).readObject() : null;
    }

    private @Nullable EventMetadata readObject() {
        if (!passes('{')) {
            return null;
        }
        if (passes('}')) {
            return at == text.length() ? EventMetadata.empty() : null;
        }
        EventMetadata.Builder metadata = EventMetadata.builder();
        do {
            passes(' ');
            String key = readText();
            if (key == null || !passes(':')) {
                return null;
            }
            passes(' ');
            String value = readText();
            if (value == null) {
                return null;
            }
            MetadataCodec.set(metadata, key, value);
        } while (passes(','));
        return passes('}') && at == text.length() ? metadata.build() : null;
    }

    private boolean passes(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private @Nullable String readText() {
        int end = passes('"') ? text.indexOf('"', at) : -1;
        if (end < 0) {
            return null;
        }
        String found = text.substring(at, end);
        at = end + 1;
        return found;
    }
}
