package io.eventcore;

import io.eventcore.internal.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events for one or more streams that are appended all or not at all, and the versions that these streams, and others
 * that were only read, must have. Immutable.
 */
public final class AppendRequest {

    /** How long a request may wait for its turn unless it says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final Map<StreamId, ExpectedVersion> expected;
    private final List<NewEvent> events;
    private final Duration timeout;
    private final @Nullable UUID commandId;
    private final long readUpTo;
    private final List<AppendsUnderWay> restsOn;
    private final @Nullable LogEpoch decidedIn;

    private AppendRequest(Builder builder) {
        this.expected = builder.expected.size() == 1
                ? builder.expected
                : Collections.unmodifiableMap(new LinkedHashMap<>(builder.expected));
        this.events = List.copyOf(builder.events);
        this.timeout = builder.timeout;
        this.commandId = builder.commandId;
        this.readUpTo = builder.readUpTo;
        this.restsOn = List.copyOf(builder.restsOn);
        this.decidedIn = builder.decidedIn;
    }

    /** {@return a builder of a request that is still empty} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return a request for one stream, whose events have random ids and no metadata}
     *
     * @param stream the stream that is written to
     * @param expected the version that it must have
     * @param payloads the events in the order in which they are appended; their classes must be registered with the
     *     store. If there are none, the version is only checked.
     * @throws InvalidStreamException if there are no payloads and {@link ExpectedVersion#any()} is expected
     */
    public static AppendRequest to(StreamId stream, ExpectedVersion expected, Object... payloads) {
        Builder builder = builder().expect(stream, expected);
        for (Object payload : payloads) {
            builder.append(NewEvent.of(stream, payload));
        }
        return builder.build();
    }

    /**
     * {@return every stream that the request writes or checks, with the version that it must have; in the order given}
     */
    public Map<StreamId, ExpectedVersion> expected() {
        return expected;
    }

    /**
     * {@return the events in the order in which they take their positions; empty if the request only checks versions}
     */
    public List<NewEvent> events() {
        return events;
    }

    /**
     * {@return how long the request may wait before the store starts to carry it out; positive} A request that was
     * started is carried through, within the store's own query time-out.
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * The id under which the request is carried out at most once: if the store has carried out a request with this id
     * before, it answers with the first result, appends nothing and checks no version and no event id. Payloads that
     * cannot be written, or whose class is not registered, are refused all the same.
     *
     * @return the id; empty if the request is carried out each time that it is sent
     */
    public Optional<UUID> commandId() {
        return Optional.ofNullable(commandId);
    }

    /** {@return the position of the last event that the request rests on, 0 if that is unknown or there is none} */
    public long readUpTo() {
        return readUpTo;
    }

    /**
     * {@return what was under way when the request was decided, as far as the store told it} If there is something, then
     * the request is appended only if, for each of its streams, the append named there is stored, or none was named and
     * none is under way; and the store may refuse it at once as a conflict. Without, it waits for its turn, and only the
     * expected versions are checked.
     */
    public List<AppendsUnderWay> restsOn() {
        return restsOn;
    }

    /**
     * {@return the epoch of the log in which the request was decided} In another one it is refused as a conflict, for the
     * versions that it expects may be those of other events there. Empty if only the versions count.
     */
    public Optional<LogEpoch> decidedIn() {
        return Optional.ofNullable(decidedIn);
    }

    @Override
    public String toString() {
        return "AppendRequest[expected=" + expected + ", events=" + events.size() + ", timeout=" + timeout
                + ", commandId=" + commandId + "]";
    }

    /** Collects a request. Not thread-safe. */
    public static final class Builder {
        private Map<StreamId, ExpectedVersion> expected = Map.of();
        private final List<NewEvent> events = new ArrayList<>();
        private Set<EventId> ids = Set.of();
        private Duration timeout = DEFAULT_TIMEOUT;
        private @Nullable UUID commandId;
        private long readUpTo;
        private final List<AppendsUnderWay> restsOn = new ArrayList<>();
        private @Nullable LogEpoch decidedIn;

        private Builder() {}

        /**
         * Says which version a stream must have, whether the request writes to it or has only read it.
         *
         * @param stream a stream that was not named before
         * @param version what its version must be when the events are appended
         * @return this builder
         * @throws InvalidStreamException if the stream was named before
         */
        public Builder expect(StreamId stream, ExpectedVersion version) {
            Required.stream(stream, "the stream of an append");
            Required.stream(version, "the expected version of a stream");
            if (expected.isEmpty()) { // most requests name one
                expected = Map.of(stream, version);
                return this;
            }
            if (expected.size() == 1) {
                expected = new LinkedHashMap<>(expected);
            }
            if (expected.put(stream, version) != null) {
                throw new InvalidStreamException("Stream '" + stream + "' is named twice in one append.");
            }
            return this;
        }

        /**
         * Adds an event behind those added before.
         *
         * @param event goes to a stream of which {@link #expect} says the version, before or after this call
         * @return this builder
         * @throws DuplicateEventException if the request holds an event of this id already
         */
        public Builder append(NewEvent event) {
            Required.event(event, "the event of an append");
            if (ids.isEmpty()) { // most requests hold one
                ids = Set.of(event.id());
            } else {
                if (ids.size() == 1) {
                    ids = new HashSet<>(ids);
                }
                if (!ids.add(event.id())) {
                    throw new DuplicateEventException(event.id());
                }
            }
            events.add(event);
            return this;
        }

        /**
         * Sets {@link AppendRequest#timeout()}; 30 seconds unless set.
         *
         * @param value how long to wait at most; positive
         * @return this builder
         * @throws ConfigurationException if it is not positive
         */
        public Builder timeout(Duration value) {
            Required.setting(value, "the timeout of an append");
            if (value.isNegative() || value.isZero()) {
                throw new ConfigurationException(
                        "AppendRequest: timeout is positive, not " + Words.inWords(value) + ".");
            }
            this.timeout = value;
            return this;
        }

        /**
         * Sets {@link AppendRequest#commandId()}; none unless set.
         *
         * @param value the same each time that the request is sent, and no other request's
         * @return this builder
         */
        public Builder commandId(UUID value) {
            this.commandId = Required.setting(value, "the command id of an append");
            return this;
        }

        /**
         * Sets {@link AppendRequest#readUpTo()}, which is the position of the result if the request has no events; 0
         * unless set.
         *
         * @param position at least 0; 0 if it is unknown or no event was read
         * @return this builder
         * @throws ConfigurationException if it is negative
         */
        public Builder readUpTo(long position) {
            if (position < 0) {
                throw new ConfigurationException("AppendRequest: readUpTo is at least 0, not " + position + ".");
            }
            this.readUpTo = position;
            return this;
        }

        /**
         * Adds to {@link AppendRequest#restsOn()}; nothing unless called.
         *
         * @param underWay came with an answer of {@link EventStore#remembered(Set, StreamFold)} on which was decided
         * @return this builder
         */
        public Builder restsOn(AppendsUnderWay underWay) {
            restsOn.add(underWay);
            return this;
        }

        /**
         * Sets {@link AppendRequest#decidedIn()}; none unless set.
         *
         * @param epoch the {@link EventStore#epoch()} of before anything was read for the request
         * @return this builder
         */
        public Builder decidedIn(LogEpoch epoch) {
            this.decidedIn = epoch;
            return this;
        }

        /**
         * {@return a request of what was collected}
         *
         * @throws InvalidStreamException if there is no stream, if an event goes to a stream without an expected
         *     version, or if {@link ExpectedVersion#any()} is said of a stream that gets no event
         */
        public AppendRequest build() {
            if (expected.isEmpty()) {
                throw new InvalidStreamException("An append names at least one stream.");
            }
            for (NewEvent event : events) {
                if (!expected.containsKey(event.stream())) {
                    throw new InvalidStreamException("The append holds an event for stream '" + event.stream()
                            + "' but does not say which version that stream must have: add expect(stream, version).");
                }
            }
            expected.forEach((stream, version) -> {
                if (version instanceof ExpectedVersion.Any && !isWritten(stream)) {
                    throw new InvalidStreamException("The append expects any version of stream '" + stream
                            + "' and writes nothing to it: leave the stream out.");
                }
            });
            return new AppendRequest(this);
        }

        private boolean isWritten(StreamId stream) {
            return events.stream().anyMatch(event -> event.stream().equals(stream));
        }
    }
}
