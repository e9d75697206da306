package io.eventcore.testkit;

import io.eventcore.DeadLetter;
import io.eventcore.EventReference;
import io.eventcore.EventStore;
import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionTransaction;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import io.eventcore.testkit.ForwardingDeadLetters.ForwardingTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Stores that lose dead letters, keep them, or apply them again when nobody asked. */
final class BrokenDeadLetters {

    private BrokenDeadLetters() {}

    static EventStore losingThoseThatOnlyWait(EventStore sound) {
        return ForwardingDeadLetters.inWork(sound, transaction -> new ForwardingTransaction(transaction) {
            @Override
            public void parkBehind(EventReference event) {
                // That is what is broken.
            }
        });
    }

    /** What comes again takes the place of what failed. */
    static EventStore replacingThoseThatFailed(EventStore sound) {
        return ForwardingDeadLetters.inWork(sound, transaction -> new ForwardingTransaction(transaction) {
            @Override
            public void parkBehind(EventReference event) {
                transaction.unpark(event.position());
                transaction.parkBehind(event);
            }
        });
    }

    static EventStore takingNothingOut(EventStore sound) {
        return ForwardingDeadLetters.inWork(sound, transaction -> new ForwardingTransaction(transaction) {
            @Override
            public void unpark(long position) {
                // That is what is broken.
            }
        });
    }

    /** They are written on a connection of their own. */
    static EventStore parkingOutsideTheTransaction(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void advance(Lease lease, long from, long to, Work work) throws Exception {
                List<Consumer<ProjectionTransaction>> changes = new ArrayList<>();
                try {
                    projections.advance(lease, from, to, transaction -> work.run(recording(changes)));
                } finally {
                    long here = projections.positions(lease.projection()).getOrDefault(lease.segment(), from);
                    projections.advance(
                            lease, here, here, transaction -> changes.forEach(change -> change.accept(transaction)));
                }
            }
        });
    }

    private static ProjectionTransaction recording(List<Consumer<ProjectionTransaction>> changes) {
        return new ForwardingTransaction(new BrokenCheckpoints.NoTransaction()) {
            @Override
            public void parkFailed(EventReference event, String error, int attempts) {
                changes.add(transaction -> transaction.parkFailed(event, error, attempts));
            }

            @Override
            public void parkBehind(EventReference event) {
                changes.add(transaction -> transaction.parkBehind(event));
            }

            @Override
            public void unpark(long position) {
                changes.add(transaction -> transaction.unpark(position));
            }
        };
    }

    static EventStore listingTheLastFirst(EventStore sound) {
        return ForwardingDeadLetters.with(sound, letters -> new ForwardingDeadLetters(letters) {
            @Override
            public List<DeadLetter> list(ProjectionId projection, long after, int limit) {
                return reversed(letters.list(projection, after, limit));
            }

            @Override
            public List<DeadLetter> ofStream(ProjectionId projection, StreamId stream, long after, int limit) {
                return reversed(letters.ofStream(projection, stream, after, limit));
            }
        });
    }

    private static List<DeadLetter> reversed(List<DeadLetter> letters) {
        List<DeadLetter> reversed = new ArrayList<>(letters);
        Collections.reverse(reversed);
        return reversed;
    }

    static EventStore ignoringSegments(EventStore sound) {
        return ForwardingDeadLetters.with(sound, letters -> new ForwardingDeadLetters(letters) {
            @Override
            public Set<StreamId> streams(ProjectionId projection, Segment segment) {
                return letters.streams(projection, Segment.ALL);
            }

            @Override
            public Set<StreamId> dueStreams(ProjectionId projection, Segment segment) {
                return letters.dueStreams(projection, Segment.ALL);
            }
        });
    }

    static EventStore ignoringVersions(EventStore sound) {
        return ForwardingDeadLetters.with(sound, letters -> new ForwardingDeadLetters(letters) {
            @Override
            public boolean discard(ProjectionId projection, long position) {
                return letters.discard(new ProjectionId(projection.name(), 1), position);
            }
        });
    }

    static EventStore alwaysDue(EventStore sound) {
        return ForwardingDeadLetters.with(sound, letters -> new ForwardingDeadLetters(letters) {
            @Override
            public Set<StreamId> dueStreams(ProjectionId projection, Segment segment) {
                return letters.streams(projection, segment);
            }
        });
    }

    /** Only what somebody asked for is due. */
    static EventStore forgettingThoseThatWaited(EventStore sound) {
        return ForwardingDeadLetters.with(sound, letters -> new ForwardingDeadLetters(letters) {
            @Override
            public Set<StreamId> dueStreams(ProjectionId projection, Segment segment) {
                Set<StreamId> asked = new HashSet<>();
                for (DeadLetter letter : letters.list(projection, 0, 1_000)) {
                    if (letter.due()) {
                        asked.add(letter.event().stream());
                    }
                }
                return asked;
            }
        });
    }

    static EventStore retryingNothing(EventStore sound) {
        return ForwardingDeadLetters.with(sound, letters -> new ForwardingDeadLetters(letters) {
            @Override
            public int retry(ProjectionId projection, StreamId stream) {
                return letters.ofStream(projection, stream, 0, 1_000).size();
            }

            @Override
            public int retryAll(ProjectionId projection) {
                return letters.list(projection, 0, 1_000).size();
            }
        });
    }

    /** What failed again is tried for ever. */
    static EventStore stayingDue(EventStore sound) {
        Set<StreamId> asked = ConcurrentHashMap.newKeySet();
        return ForwardingDeadLetters.with(sound, letters -> new ForwardingDeadLetters(letters) {
            @Override
            public int retry(ProjectionId projection, StreamId stream) {
                asked.add(stream);
                return letters.retry(projection, stream);
            }

            @Override
            public Set<StreamId> dueStreams(ProjectionId projection, Segment segment) {
                return asked;
            }
        });
    }

    static EventStore droppingNothing(EventStore sound) {
        return ForwardingDeadLetters.with(sound, letters -> new ForwardingDeadLetters(letters) {
            @Override
            public boolean discard(ProjectionId projection, long position) {
                return letters.find(projection, position).isPresent();
            }
        });
    }

    static EventStore tellingEverybodyOfDueLetters(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Leases lease(ProjectionId projection, String instance, Duration duration) {
                Leases leases = projections.lease(projection, instance, duration);
                boolean due = !projections
                        .deadLetters()
                        .dueStreams(projection, Segment.ALL)
                        .isEmpty();
                return new Leases(leases.held(), leases.share(), leases.activeVersion(), leases.activePosition(), due);
            }
        });
    }

    static EventStore withoutPayloads(EventStore sound) {
        return ForwardingDeadLetters.with(sound, letters -> new ForwardingDeadLetters(letters) {
            @Override
            public Optional<String> payload(long position) {
                return letters.payload(position).map(text -> "");
            }
        });
    }
}
