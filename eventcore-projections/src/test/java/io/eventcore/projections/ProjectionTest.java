package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import io.eventcore.ProjectionFailedException;
import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectionTest {

    private final FakeStore store = new FakeStore();

    @Test
    void theEventTypeIsReadFromTheClass() {
        assertThat(new NotesProjection().eventType()).isEqualTo(Note.class);
        assertThat(new JdbcNotes().eventType()).isEqualTo(Note.class);
    }

    @Test
    void aClassThatLeavesTheEventTypeOpenIsToldToSayIt() {
        assertThatThrownBy(() -> new Open<Note>().eventType())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("override eventType()");
    }

    @Test
    void anEventTypeThatIsSaidCounts() {
        Open<Note> lost = new Open<>() {
            @Override
            public Class<?> eventType() {
                return Note.Lost.class;
            }
        };
        store.takeNotes("taken");
        store.feed.append("notebook", "note-lost", new Note.Lost("lost"));

        new ProjectionRunner(store, lost).runUntilCaughtUp();

        assertThat(lost.seen).containsExactly(new Note.Lost("lost"));
    }

    @Test
    void aJdbcProjectionGetsTheConnectionOfTheTransaction() {
        JdbcNotes projection = new JdbcNotes();
        store.takeNotes("a");

        new ProjectionRunner(store, projection).runUntilCaughtUp();

        assertThat(projection.calls).containsExactly("initialize", "apply a");
        assertThat(projection.connections)
                .hasSize(2)
                .allSatisfy(connection ->
                        assertThat(connection == store.checkpoints.connection).isTrue());
    }

    @Test
    void aBlankNameIsRefused() {
        Open<Note> nameless = new Open<>() {
            @Override
            public String name() {
                return " ";
            }
        };

        assertThatThrownBy(() -> new ProjectionRunner(store, nameless))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not blank");
    }

    @Test
    void aProjectionThatAsksForAHandleThatTheStoreHasNotIsToldSo() {
        Open<Note> confused = new Open<>() {
            @Override
            public Class<?> eventType() {
                return Note.class;
            }

            @Override
            public void initialize(UnitOfWork unit) {
                unit.unwrap(Thread.class);
            }
        };

        assertThatThrownBy(() -> new ProjectionRunner(store, confused).runUntilCaughtUp())
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("initialize failed")
                .hasCauseInstanceOf(ConfigurationException.class);
    }

    private static class Open<E> implements Projection<E> {
        final List<E> seen = new ArrayList<>();

        @Override
        public String name() {
            return "open";
        }

        @Override
        public void apply(StoredEvent<E> event, UnitOfWork unit) {
            seen.add(event.payload());
        }
    }

    private static final class JdbcNotes implements JdbcProjection<Note> {
        final List<String> calls = new ArrayList<>();
        final List<Connection> connections = new ArrayList<>();

        @Override
        public String name() {
            return "jdbc-notes";
        }

        @Override
        public void initialize(Connection connection) {
            calls.add("initialize");
            connections.add(connection);
        }

        @Override
        public void apply(StoredEvent<Note> event, Connection connection) {
            calls.add("apply " + event.payload().text());
            connections.add(connection);
        }
    }
}
