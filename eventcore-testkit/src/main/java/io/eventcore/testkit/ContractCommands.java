package io.eventcore.testkit;

import io.eventcore.Command;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.ContractEvent.Counted;
import io.eventcore.testkit.ContractEvent.Noted;
import java.util.List;
import java.util.stream.Stream;

/** Commands that several suites execute. */
final class ContractCommands {

    private ContractCommands() {}

    /**
     * Counts the events of a stream and writes the next number to it.
     *
     * @param stream the stream
     */
    record Count(StreamId stream) implements Command<Long, ContractEvent> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public Long initialState() {
            return 0L;
        }

        @Override
        public Long apply(Long state, StoredEvent<ContractEvent> event) {
            return state + 1;
        }

        @Override
        public Writes<ContractEvent> handle(Long state) {
            return Writes.to(stream, new Counted(state + 1));
        }
    }

    /**
     * Copies how many events one stream has to another, which it need not have declared.
     *
     * @param declared the streams that it reads
     * @param written the stream that it writes to
     */
    record CountInto(Streams declared, StreamId written) implements Command<Long, ContractEvent> {
        @Override
        public Streams streams() {
            return declared;
        }

        @Override
        public Long initialState() {
            return 0L;
        }

        @Override
        public Long apply(Long state, StoredEvent<ContractEvent> event) {
            return state + 1;
        }

        @Override
        public Writes<ContractEvent> handle(Long state) {
            return Writes.to(written, new Counted(state));
        }
    }

    /**
     * Notes something in a stream that must be empty, does nothing if that note is there, rejects otherwise.
     *
     * @param stream the stream
     * @param note the note
     */
    record NoteOnce(StreamId stream, Noted note) implements Command<List<ContractEvent>, ContractEvent> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public List<ContractEvent> initialState() {
            return List.of();
        }

        @Override
        public List<ContractEvent> apply(List<ContractEvent> state, StoredEvent<ContractEvent> event) {
            return Stream.concat(state.stream(), Stream.of(event.payload())).toList();
        }

        @Override
        public Writes<ContractEvent> handle(List<ContractEvent> state) {
            require(state.isEmpty() || state.equals(List.of(note)), "The stream holds another note.");
            return state.isEmpty() ? Writes.to(stream, note) : Writes.none();
        }
    }

    /**
     * Writes how many events both streams have together to the second, to the first, and to the second again.
     *
     * @param first a stream
     * @param second another
     */
    record CountIntoBoth(StreamId first, StreamId second) implements Command<Long, ContractEvent> {
        @Override
        public Streams streams() {
            return Streams.of(first, second);
        }

        @Override
        public Long initialState() {
            return 0L;
        }

        @Override
        public Long apply(Long state, StoredEvent<ContractEvent> event) {
            return state + 1;
        }

        @Override
        public Writes<ContractEvent> handle(Long state) {
            Counted counted = new Counted(state);
            return Writes.<ContractEvent>to(second, counted).and(first, counted).and(second, counted);
        }
    }

    /**
     * Counts as {@link Count} does once the stream has more than so many events. Until then it does nothing, or rejects.
     *
     * @param stream the stream
     * @param most how many events are still too few
     * @param rejects whether it rejects then
     */
    record CountBeyond(StreamId stream, long most, boolean rejects) implements Command<Long, ContractEvent> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public Long initialState() {
            return 0L;
        }

        @Override
        public Long apply(Long state, StoredEvent<ContractEvent> event) {
            return state + 1;
        }

        @Override
        public Writes<ContractEvent> handle(Long state) {
            require(state > most || !rejects, "The stream has too few events.");
            return state > most ? Writes.to(stream, new Counted(state + 1)) : Writes.none();
        }
    }

    /**
     * Counts as {@link Count} does, but lets something get in between while the stream has one certain version.
     *
     * @param stream the stream
     * @param version how many events the stream has when the other comes in
     * @param other what gets in between
     */
    record Intrude(StreamId stream, long version, Runnable other) implements Command<Long, ContractEvent> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public Long initialState() {
            return 0L;
        }

        @Override
        public Long apply(Long state, StoredEvent<ContractEvent> event) {
            return state + 1;
        }

        @Override
        public Writes<ContractEvent> handle(Long state) {
            if (state == version) {
                other.run();
            }
            return Writes.to(stream, new Counted(state + 1));
        }
    }
}
