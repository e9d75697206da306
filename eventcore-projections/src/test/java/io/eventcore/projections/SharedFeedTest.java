package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.EventFilter;
import io.eventcore.FeedPage;
import io.eventcore.StoredEvent;
import io.eventcore.UndecodableEventException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Several readers near the end of the feed share what one of them reads. */
class SharedFeedTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final FakeStore store = new FakeStore();
    private final SharedFeed feed = new SharedFeed(
            store.feed,
            ProjectionConfig.defaults()
                    .withBatchSize(10)
                    .withIdlePoll(Duration.ofHours(1))
                    .withHotPoll(Duration.ofHours(1)));

    @Test
    void whatOneHasReadTheOthersNeedNotRead() {
        SharedFeed.Reader all = feed.reader(EventFilter.all());
        SharedFeed.Reader notes = feed.reader(EventFilter.all().withTypes("note-taken"));
        store.takeNotes("1", "2");
        store.sendInvoices(1);

        assertThat(positions(all.read(0, 10))).containsExactly(1L, 2L, 3L);
        FeedPage page = notes.read(0, 10);

        assertThat(positions(page)).containsExactly(1L, 2L);
        assertThat(page.position()).isEqualTo(3);
        assertThat(store.feed.reads).hasValue(1);
    }

    @Test
    void aSmallerPageGoesOnBehindItsLastEvent() {
        SharedFeed.Reader reader = feed.reader(EventFilter.all());
        SharedFeed.Reader other = feed.reader(EventFilter.all());
        store.takeNotesUpTo(9);
        reader.read(0, 10);

        FeedPage first = other.read(0, 4);
        FeedPage second = other.read(first.position(), 4);
        FeedPage third = other.read(second.position(), 4);

        assertThat(positions(first)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(positions(second)).containsExactly(5L, 6L, 7L, 8L);
        assertThat(positions(third)).containsExactly(9L);
        assertThat(third.position()).isEqualTo(9);
        assertThat(store.feed.reads).hasValue(1);
    }

    @Test
    void askingInVainIsAnsweredByTheLastLookUntilSomethingIsCommitted() throws Exception {
        SharedFeed.Reader reader = feed.reader(EventFilter.all());
        try (var subscription = feed.onCommit(() -> {})) {
            assertThat(subscription).isNotNull();
            reader.read(0, 10);
            reader.read(0, 10);
            assertThat(store.feed.reads).hasValue(1);
            store.takeNotes("1");

            assertThat(positions(reader.read(0, 10))).containsExactly(1L);
            assertThat(store.feed.reads).hasValue(2);
        }
    }

    @Test
    void aCommitThatNobodyListenedToIsFoundByWhoListensNext() throws Exception {
        SharedFeed.Reader reader = feed.reader(EventFilter.all());
        reader.read(0, 10);
        store.takeNotes("1");

        try (var subscription = feed.onCommit(() -> {})) {
            assertThat(subscription).isNotNull();
            assertThat(positions(reader.read(0, 10))).containsExactly(1L);
        }
    }

    @Test
    void theTailIsBoundedInBytes() {
        store.feed.bytesOfAnEvent = 1024 * 1024;
        SharedFeed.Reader fast = feed.reader(EventFilter.all());
        SharedFeed.Reader slow = feed.reader(EventFilter.all());
        store.takeNotesUpTo(40);
        long position = 0;
        while (position < 40) {
            position = fast.read(position, 10).position();
        }
        int readsOfTheFast = store.feed.reads.get();

        List<Long> seen = new ArrayList<>();
        position = 0;
        while (position < 40) {
            FeedPage page = slow.read(position, 10);
            assertThat(page.bytes()).as("a page").isBetween(1L, 4L * 1024 * 1024);
            seen.addAll(positions(page));
            position = page.position();
        }

        assertThat(seen).hasSize(40).isSorted().doesNotHaveDuplicates();
        assertThat(store.feed.reads.get() - readsOfTheFast)
                .as("only the last 8 MiB are kept: 32 of the 40 events are read again, 4 at a time")
                .isEqualTo(8);
    }

    @Test
    void theMoreReadersTheSmallerTheirPages() {
        store.feed.bytesOfAnEvent = 256 * 1024;
        store.takeNotesUpTo(40);
        List<SharedFeed.Reader> readers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            readers.add(feed.reader(EventFilter.all()));
        }

        assertThat(readers.get(0).read(0, 40).events())
                .as("half a MiB, for each of 16 readers may hold two pages")
                .hasSize(2);
        readers.forEach(SharedFeed.Reader::close);
        assertThat(feed.reader(EventFilter.all()).read(0, 40).events())
                .as("4 MiB")
                .hasSize(16);
    }

    @Test
    void aLargeEventIsNotReadTwiceAhead() {
        SharedFeed.Reader reader = feed.reader(EventFilter.all());
        store.takeNotesUpTo(40);

        store.feed.bytesOfAnEvent = 1024 * 1024;
        assertThat(reader.mayReadAhead(reader.read(0, 10), 10))
                .as("full of bytes")
                .isTrue();
        store.feed.bytesOfAnEvent = 5 * 1024 * 1024;
        assertThat(reader.mayReadAhead(reader.read(4, 10), 10))
                .as("more than its share")
                .isFalse();
    }

    @Test
    void aReaderThatLagsReadsForItselfAndGetsEveryEvent() {
        SharedFeed.Reader fast = feed.reader(EventFilter.all());
        SharedFeed.Reader slow = feed.reader(EventFilter.all());
        store.takeNotesUpTo(200);
        long position = 0;
        while (position < 200) {
            position = fast.read(position, 10).position();
        }
        int readsOfTheFast = store.feed.reads.get();

        List<Long> seen = new ArrayList<>();
        position = 0;
        while (position < 200) {
            FeedPage page = slow.read(position, 10);
            seen.addAll(positions(page));
            position = page.position();
        }

        assertThat(seen).hasSize(200).isSorted().doesNotHaveDuplicates();
        assertThat(store.feed.reads.get() - readsOfTheFast)
                .as("the last eight pages are kept")
                .isEqualTo(12);
        assertThat(positions(fast.read(190, 10))).as("the tail stays").hasSize(10);
    }

    @Test
    void aNewReaderWhoWantsMoreIsNotAnsweredByWhatOthersWanted() {
        SharedFeed.Reader notes = feed.reader(EventFilter.all().withTypes("note-taken"));
        store.takeNotes("1");
        store.sendInvoices(1);
        assertThat(positions(notes.read(0, 10))).containsExactly(1L);

        SharedFeed.Reader all = feed.reader(EventFilter.all());

        assertThat(positions(all.read(0, 10))).containsExactly(1L, 2L);
    }

    @Test
    void whatAReaderWantedThatLeavesDuringALookIsGivenToNobodyElse() {
        SharedFeed.Reader notes = feed.reader(EventFilter.all().withTypes("note-taken"));
        SharedFeed.Reader invoices = feed.reader(EventFilter.all().withTypes("invoice-sent"));
        store.takeNotes("1");
        store.sendInvoices(1);
        store.feed.afterLooking = invoices::close;

        assertThat(positions(notes.read(0, 10))).containsExactly(1L);
    }

    @Test
    void anEventThatCannotBeDecodedDisturbsOnlyThoseWhoWantIt() {
        SharedFeed.Reader notes = feed.reader(EventFilter.all().withTypes("note-taken"));
        SharedFeed.Reader invoices = feed.reader(EventFilter.all().withTypes("invoice-sent"));
        store.sendInvoices(1);
        store.takeNotes("1");
        store.feed.undecodable = Optional.of(1L);

        assertThat(positions(notes.read(0, 10))).containsExactly(2L);
        assertThatThrownBy(() -> invoices.read(0, 10)).isInstanceOf(UndecodableEventException.class);
    }

    @Test
    void projectionsOfAGroupShareOneTail() {
        AtomicInteger applied = new AtomicInteger();
        NotesProjection notes = new NotesProjection(1);
        NotesProjection next = new NotesProjection(2);
        notes.afterWriting = event -> applied.incrementAndGet();
        next.afterWriting = event -> applied.incrementAndGet();
        ProjectionConfig config =
                ProjectionConfig.defaults().withIdlePoll(Duration.ofHours(1)).withHotPoll(Duration.ofHours(1));
        try (ProjectionGroup group =
                ProjectionGroup.of(store, config).with(notes).with(next).start()) {
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(group.statuses())
                            .allMatch(status -> !status.segments().isEmpty()));
            int before = store.feed.reads.get();
            for (int i = 0; i < 100; i++) {
                long position = store.takeNotes("note " + i);
                assertThat(group.runners()).allMatch(runner -> runner.awaitPosition(position, SOON));
            }

            assertThat(applied).hasValue(200);
            assertThat(store.feed.reads.get() - before)
                    .as("two readers, 100 commits")
                    .isLessThan(190);
        }
    }

    @Test
    void aProjectionThatIsHeldUpDoesNotHoldUpTheOthers() throws InterruptedException {
        NotesProjection stuck = new NotesProjection(1);
        NotesProjection other = new NotesProjection(2);
        CountDownLatch goOn = new CountDownLatch(1);
        stuck.beforeWriting = event -> goOn.await();
        try (ProjectionGroup group =
                ProjectionGroup.of(store).with(stuck).with(other).start()) {
            ProjectionRunner free = group.runner("notes");
            for (int i = 0; i < 50; i++) {
                assertThat(free.awaitPosition(store.takeNotes("note " + i), SOON))
                        .isTrue();
            }
            goOn.countDown();

            assertThat(group.runners()).allMatch(runner -> runner.awaitPosition(50, SOON));
        }
    }

    private static List<Long> positions(FeedPage page) {
        return page.events().stream().map(StoredEvent::position).toList();
    }
}
