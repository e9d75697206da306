package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.Command;
import io.eventcore.Snapshots;
import io.eventcore.StoredEvent;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.postgres.Sql;
import java.sql.SQLException;

/** Commands that add a link to the end of a stream, so that the log shows what each of them was decided on. */
final class Chain {

    private static final int EVERY = 2;

    private static final StreamFold<Last, Link> LAST = StreamFold.over(Link.class, new Last(""))
            .on(Link.class, (last, link) -> new Last(link.id()))
            .snapshots(Snapshots.of("chain", 1, Last.class).every(EVERY))
            .build();

    private Chain() {}

    /**
     * What was seen last.
     *
     * @param id of the link
     */
    record Last(String id) {}

    /** By a state that may be remembered, or come from a snapshot. */
    record ByState(StreamId stream, String id) implements StreamCommand<Last, Link> {
        @Override
        public StreamFold<Last, Link> fold() {
            return LAST;
        }

        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public Writes<Link> handle(StreamStates<Last> states) {
            return Writes.to(stream, new Link(id, states.of(stream).id()));
        }
    }

    /** By events that may be remembered. */
    record ByEvents(StreamId stream, String id) implements Command<String, Link> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public String initialState() {
            return "";
        }

        @Override
        public String apply(String last, StoredEvent<Link> event) {
            return event.payload().id();
        }

        @Override
        public Writes<Link> handle(String last) {
            return Writes.to(stream, new Link(id, last));
        }
    }

    /** Fails if a link was decided on another one than that which stands before it. */
    static void assertIsUnbroken(String url) throws SQLException {
        assertThat(Sql.query(url, """
                        SELECT count(*) FROM (
                            SELECT event_data ->> 'previous' AS seen,
                                   coalesce(lag(event_data ->> 'id') OVER (
                                       PARTITION BY stream_id ORDER BY stream_version), '') AS stands
                            FROM events
                        ) AS links
                        WHERE seen <> stands"""))
                .as("links that were decided on what does not stand before them")
                .isEqualTo("0");
    }
}
