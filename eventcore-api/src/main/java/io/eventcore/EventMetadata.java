package io.eventcore;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an event besides its payload: who and what caused it, and under which trace. Immutable.
 *
 * <p>Text is kept as it is given, and may hold any character but NUL.
 */
public final class EventMetadata {

    private static final EventMetadata EMPTY = new Builder().build();

    private final @Nullable String correlationId;
    private final @Nullable String causationId;
    private final @Nullable String userId;
    private final @Nullable String traceParent;
    private final @Nullable String traceState;
    private final Map<String, String> custom;

    private EventMetadata(Builder builder) {
        this.correlationId = builder.correlationId;
        this.causationId = builder.causationId;
        this.userId = builder.userId;
        this.traceParent = builder.traceParent;
        this.traceState = builder.traceState;
        this.custom = builder.custom.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(builder.custom));
    }

    /** {@return metadata that say nothing} */
    public static EventMetadata empty() {
        return EMPTY;
    }

    /** {@return a builder that starts from nothing} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Metadata for what happens because of an event: the correlation id goes on, the event becomes the cause, and the
     * trace context is handed on.
     *
     * @param event the cause
     * @return metadata that say this and nothing else: the user, for example, is not handed on
     */
    public static EventMetadata causedBy(StoredEvent<?> event) {
        Builder builder = builder().causationId(event.id().toString());
        event.metadata().correlationId().ifPresent(builder::correlationId);
        event.metadata().traceParent().ifPresent(builder::traceParent);
        event.metadata().traceState().ifPresent(builder::traceState);
        return builder.build();
    }

    /**
     * {@return what this event has in common with all others of the same business transaction; empty if nobody has said
     * it}
     */
    public Optional<String> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    /** {@return the command or event that caused this one; empty if nobody has said it} */
    public Optional<String> causationId() {
        return Optional.ofNullable(causationId);
    }

    /** {@return who asked for it; empty if nobody has said it} */
    public Optional<String> userId() {
        return Optional.ofNullable(userId);
    }

    /** {@return the {@code traceparent} of the W3C trace context; empty if there was no trace} */
    public Optional<String> traceParent() {
        return Optional.ofNullable(traceParent);
    }

    /** {@return the {@code tracestate} of the W3C trace context; empty if the trace has none} */
    public Optional<String> traceState() {
        return Optional.ofNullable(traceState);
    }

    /** {@return the application's own keys, sorted, unmodifiable} */
    public Map<String, String> custom() {
        return custom;
    }

    /** With the command as its correlation and its cause, as far as these are not said. */
    EventMetadata causedByCommand(String commandId) {
        return toBuilder()
                .correlationId(correlationId().orElse(commandId))
                .causationId(causationId().orElse(commandId))
                .build();
    }

    /** {@return a builder that starts with everything that is said here} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.correlationId = correlationId;
        builder.causationId = causationId;
        builder.userId = userId;
        builder.traceParent = traceParent;
        builder.traceState = traceState;
        builder.custom = custom;
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object == this
                || (object instanceof EventMetadata other
                        && Objects.equals(correlationId, other.correlationId)
                        && Objects.equals(causationId, other.causationId)
                        && Objects.equals(userId, other.userId)
                        && Objects.equals(traceParent, other.traceParent)
                        && Objects.equals(traceState, other.traceState)
                        && custom.equals(other.custom));
    }

    @Override
    public int hashCode() {
        return Objects.hash(correlationId, causationId, userId, traceParent, traceState, custom);
    }

    /**
     * Shows the ids and the trace, and how many keys of the application there are: these, their values and the user are not
     * shown, because they must not get into a log.
     */
    @Override
    public String toString() {
        return "EventMetadata[correlationId=" + correlationId + ", causationId=" + causationId + ", traceParent="
                + traceParent + ", traceState=" + traceState + ", custom=" + custom.size() + " keys]";
    }

    /** Collects metadata. Not thread-safe. */
    public static final class Builder {
        private @Nullable String correlationId;
        private @Nullable String causationId;
        private @Nullable String userId;
        private @Nullable String traceParent;
        private @Nullable String traceState;
        private Map<String, String> custom = Map.of();
        private boolean ownsCustom;

        private Builder() {}

        /**
         * Sets {@link EventMetadata#correlationId()}; without it, the executor takes the id of the command.
         *
         * @param value any text without NUL
         * @return this builder
         */
        public Builder correlationId(String value) {
            this.correlationId = Required.setting(value, "the correlation id of the metadata");
            return this;
        }

        /**
         * Sets {@link EventMetadata#causationId()}; without it, the executor takes the id of the command.
         *
         * @param value any text without NUL
         * @return this builder
         */
        public Builder causationId(String value) {
            this.causationId = Required.setting(value, "the causation id of the metadata");
            return this;
        }

        /**
         * Sets {@link EventMetadata#userId()}.
         *
         * @param value any text without NUL
         * @return this builder
         */
        public Builder userId(String value) {
            this.userId = Required.setting(value, "the user id of the metadata");
            return this;
        }

        /**
         * Sets {@link EventMetadata#traceParent()}; without it, the executor takes the context of the command's span,
         * if there is one.
         *
         * @param value as in the header of the same name; it is not checked
         * @return this builder
         */
        public Builder traceParent(String value) {
            this.traceParent = Required.setting(value, "the trace parent of the metadata");
            return this;
        }

        /**
         * Sets {@link EventMetadata#traceState()}.
         *
         * @param value as in the header of the same name; it is not checked
         * @return this builder
         */
        public Builder traceState(String value) {
            this.traceState = Required.setting(value, "the trace state of the metadata");
            return this;
        }

        /**
         * Adds a key of the application's own; the last value of a key wins.
         *
         * @param key any text without NUL
         * @param value any text without NUL
         * @return this builder
         */
        public Builder custom(String key, String value) {
            if (!ownsCustom) { // most metadata have none
                custom = new TreeMap<>(custom);
                ownsCustom = true;
            }
            custom.put(
                    Required.setting(key, "a key of the metadata"),
                    Required.setting(value, "the value of a key of the metadata"));
            return this;
        }

        /** {@return metadata of what was collected} */
        public EventMetadata build() {
            return new EventMetadata(this);
        }
    }
}
