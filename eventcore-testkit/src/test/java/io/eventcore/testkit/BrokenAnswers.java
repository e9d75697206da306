package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventStore;
import io.eventcore.OverloadedException;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Stores that treat their callers badly: forget, throw, swallow, refuse. */
final class BrokenAnswers {

    private static final int FEW = 8;
    private static final long MOMENT_NANOS = 2_000_000;

    private BrokenAnswers() {}

    /** Blocking appends are sound; asynchronous ones are only said to be done. */
    static EventStore forgettingAsynchronousAppends(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public AppendResult append(AppendRequest request) {
                return store.append(request);
            }

            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                Map<StreamId, Long> versions = new HashMap<>();
                request.events().forEach(event -> versions.merge(event.stream(), 1L, Long::sum));
                return CompletableFuture.completedFuture(Changes.result(versions, 1, request.events()));
            }
        };
    }

    static EventStore throwingInsteadOfFailingTheFuture(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public AppendResult append(AppendRequest request) {
                return store.append(request);
            }

            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                return CompletableFuture.completedFuture(store.append(request));
            }
        };
    }

    static EventStore wrappingFailures(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public AppendResult append(AppendRequest request) {
                try {
                    return store.append(request);
                } catch (RuntimeException e) {
                    throw new CompletionException(new IllegalStateException(e));
                }
            }
        };
    }

    static EventStore swallowingInterruptions(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                Thread.interrupted();
                return store.appendAsync(request);
            }
        };
    }

    static EventStore refusingMoreThanAFewReaders(EventStore sound) {
        AtomicInteger readers = new AtomicInteger();
        return new ForwardingStore(sound) {
            @Override
            public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
                try {
                    if (readers.incrementAndGet() > FEW) {
                        throw new OverloadedException("No connection is free.");
                    }
                    LockSupport.parkNanos(MOMENT_NANOS);
                    return store.read(request, consumer);
                } finally {
                    readers.decrementAndGet();
                }
            }
        };
    }

    static EventStore stayingOpen(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public void close() {
                // That is what is broken.
            }
        };
    }

    static EventStore failingToCloseTwice(EventStore sound) {
        AtomicBoolean closed = new AtomicBoolean();
        return new ForwardingStore(sound) {
            @Override
            public void close() {
                store.close();
                if (closed.getAndSet(true)) {
                    throw new IllegalStateException("The store is closed already.");
                }
            }
        };
    }

    static EventStore leavingSomeAppendsWithoutAnAnswer(EventStore sound) {
        AtomicInteger count = new AtomicInteger();
        return new ForwardingStore(sound) {
            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                CompletableFuture<AppendResult> answer = store.appendAsync(request);
                return count.incrementAndGet() % 20 == 0 ? new CompletableFuture<>() : answer;
            }
        };
    }
}
