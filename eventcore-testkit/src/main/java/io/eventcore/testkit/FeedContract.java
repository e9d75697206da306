package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.EventFeed.Subscription;
import io.eventcore.EventFilter;
import io.eventcore.ExpectedVersion;
import io.eventcore.FeedPage;
import io.eventcore.Segment;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.ContractEvent.Counted;
import io.eventcore.testkit.ContractEvent.Moved;
import io.eventcore.testkit.ContractEvent.Noted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The feed shows all events in global order, page by page, filtered literally, and tells where to go on. */
abstract class FeedContract extends ContractTest {

    FeedContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void theFeedOfAnEmptyStoreIsEmptyAndStartsAtZero() {
        assertThat(store.feed().read(0, EventFilter.all(), 10)).isEqualTo(new FeedPage(List.of(), 0, 0));
        assertThat(store.feed().head()).isZero();
    }

    @Test
    void pagesOfAnySizeTogetherHoldEveryEventOnce() {
        fill(A, 5);
        fill(B, 4);
        append(A, new Noted("last"));

        List<StoredEvent<Object>> all = feed(EventFilter.all());

        assertThat(all).hasSize(10);
        assertThat(all).extracting(StoredEvent::position).isSorted().doesNotHaveDuplicates();
        assertThat(all.get(0).position()).isPositive();
        for (int limit : List.of(1, 3, 4, 10, 11)) {
            assertThat(inPagesOf(limit, EventFilter.all()))
                    .as("in pages of %s", limit)
                    .isEqualTo(all);
        }
    }

    @Test
    void thePageIsNoLargerThanItsLimitAndGoesOnBehindItsLastEvent() {
        fill(A, 5);

        FeedPage page = store.feed().read(0, EventFilter.all(), 3);

        assertThat(page.events()).extracting(StoredEvent::version).containsExactly(1L, 2L, 3L);
        assertThat(page.position()).isEqualTo(page.events().get(2).position());
        assertThat(page.head()).isEqualTo(store.feed().head());
    }

    @Test
    void theHeadIsThePositionOfTheLastEvent() {
        fill(A, 3);
        long position = append(B, new Noted("last")).position();

        assertThat(store.feed().head()).isEqualTo(position);
        assertThat(store.feed().read(0, EventFilter.all(), 10).head()).isEqualTo(position);
        assertThat(store.feed().read(0, EventFilter.all(), 10).position()).isEqualTo(position);
    }

    @Test
    void theFeedShowsWhatTheStreamShows() {
        fill(A, 3);

        assertThat(feed(EventFilter.all())).isEqualTo(store.read(A));
    }

    @Test
    void onlyTheWantedTypesCome() {
        append(A, new Noted("1"), new Counted(2), new Moved(3), new Noted("4"));

        assertThat(wanted(EventFilter.all().withTypes("contract-noted", "contract-moved")))
                .containsExactly(new Noted("1"), new Moved(3), new Noted("4"));
        assertThat(wanted(EventFilter.all().withTypes("contract-%"))).isEmpty();
    }

    @Test
    void onlyTheWantedStreamsCome() {
        append(A, new Noted("a"));
        append(B, new Noted("b"));
        append(C, new Noted("c"));

        assertThat(wanted(EventFilter.all().withStreams(List.of(A, C, StreamId.of("contract-absent")))))
                .containsExactly(new Noted("a"), new Noted("c"));
    }

    @Test
    void aStreamPrefixIsTakenLiterally() {
        List<String> names = List.of("a_b-1", "a%b-1", "a\\b-1", "axb-1", "A_b-1", "a_c-1", "x-a_b-1", "a_b");
        names.forEach(name -> append(StreamId.of(name), new Noted(name)));

        assertThat(wanted(EventFilter.all().withStreamPrefix("a_b")))
                .containsExactly(new Noted("a_b-1"), new Noted("a_b"));
        assertThat(wanted(EventFilter.all().withStreamPrefix("a%b"))).containsExactly(new Noted("a%b-1"));
        assertThat(wanted(EventFilter.all().withStreamPrefix("a\\b"))).containsExactly(new Noted("a\\b-1"));
        assertThat(wanted(EventFilter.all().withStreamPrefix("%"))).isEmpty();
    }

    @Test
    void inAStreamPatternOnlyTheStarsAreSpecial() {
        List<String> names =
                List.of("a_b-1", "axb-1", "a%b-1", "a\\b-1", "a.b-1", "[a]-1", "a_b-1-eu", "A_b-1", "a_b\u20281");
        names.forEach(name -> append(StreamId.of(name), new Noted(name)));

        assertThat(named("a_b-1")).containsExactly("a_b-1");
        assertThat(named("a_b*")).containsExactly("a_b-1", "a_b-1-eu", "a_b\u20281");
        assertThat(named("*_b*1")).containsExactly("a_b-1", "A_b-1", "a_b\u20281");
        assertThat(named("a%b*")).containsExactly("a%b-1");
        assertThat(named("a\\b-*")).containsExactly("a\\b-1");
        assertThat(named("a.b-1")).containsExactly("a.b-1");
        assertThat(named("[a]*")).containsExactly("[a]-1");
        assertThat(named("b-1")).isEmpty();
        assertThat(named("%")).isEmpty();
        assertThat(named("*")).hasSize(names.size());
    }

    private List<String> named(String pattern) {
        return feed(EventFilter.all().withStreamPattern(pattern)).stream()
                .map(event -> event.stream().value())
                .toList();
    }

    @Test
    void segmentsDivideTheFeedByStreams() {
        for (int number = 0; number < 40; number++) {
            append(StreamId.of("contract-größe-" + number), notes(2));
        }
        List<StoredEvent<Object>> divided = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            Segment segment = new Segment(number, 3);
            List<StoredEvent<Object>> inSegment = feed(EventFilter.all().withSegment(segment));
            assertThat(inSegment).as("segment %s", segment).isNotEmpty();
            assertThat(inSegment)
                    .allSatisfy(
                            event -> assertThat(Segment.of(event.stream(), 3)).isEqualTo(segment));
            divided.addAll(inSegment);
        }

        assertThat(divided).containsExactlyInAnyOrderElementsOf(feed(EventFilter.all()));
    }

    @Test
    void aSegmentIsJoinedWithTheOtherConditions() {
        append(A, new Noted("a"), new Counted(1));
        append(B, new Noted("b"));
        Segment ofA = Segment.of(A, Segment.MOST);

        assertThat(wanted(EventFilter.all().withSegment(ofA))).containsExactly(new Noted("a"), new Counted(1));
        assertThat(wanted(EventFilter.all().withSegment(ofA).withTypes("contract-noted")))
                .containsExactly(new Noted("a"));
        assertThat(wanted(EventFilter.all().withSegment(ofA).withStreams(List.of(B))))
                .isEmpty();
    }

    @Test
    void allConditionsOfAFilterMustHold() {
        append(A, new Noted("a"), new Counted(1));
        append(B, new Noted("b"), new Counted(2));

        assertThat(wanted(EventFilter.all()
                        .withTypes("contract-counted")
                        .withStreams(List.of(A, B))
                        .withStreamPrefix("contract-b")))
                .containsExactly(new Counted(2));
    }

    @Test
    void thePositionMovesOnWhenNothingMatches() {
        fill(A, 20);
        EventFilter rare = EventFilter.all().withTypes("contract-moved");

        FeedPage page = store.feed().read(0, rare, 5);

        assertThat(page.events()).isEmpty();
        assertThat(page.position()).isPositive();
        assertThat(positionAtTheEnd(rare)).isEqualTo(store.feed().head());
    }

    @Test
    void aReaderBeyondTheHeadStaysWhereItIs() {
        fill(A, 2);

        FeedPage page = store.feed().read(1_000, EventFilter.all(), 5);

        assertThat(page.events()).isEmpty();
        assertThat(page.position()).isEqualTo(1_000);
        assertThat(page.head()).isGreaterThanOrEqualTo(page.position());
    }

    @Test
    void whatComesAfterARareEventIsFoundFromThePositionOfItsPage() {
        fill(A, 7);
        append(B, new Moved(1));
        fill(C, 7);
        append(B, new Moved(2));

        assertThat(inPagesOf(1, EventFilter.all().withTypes("contract-moved")))
                .extracting(event -> event.payload())
                .containsExactly(new Moved(1), new Moved(2));
    }

    @Test
    void anAppendThatFailedLeavesNothingInTheFeed() {
        fill(A, 1);
        conflictOf(AppendRequest.to(A, ExpectedVersion.noStream(), new Noted("never")));
        append(A, new Noted("second"));

        assertThat(wanted(EventFilter.all())).containsExactly(new Noted("note 1"), new Noted("second"));
    }

    @Test
    void aCommitCallsBack() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        try (Subscription subscription = store.feed().onCommit(called::countDown)) {
            assertThat(subscription).isNotNull();
            append(A, new Noted("committed"));

            assertThat(called.await(sizes.patience().toNanos(), TimeUnit.NANOSECONDS))
                    .as("called back within %s", sizes.patience())
                    .isTrue();
        }
    }

    @Test
    void aClosedSubscriptionIsNotCalledAnyMore() throws Exception {
        AtomicInteger closedCalls = new AtomicInteger();
        CountDownLatch called = new CountDownLatch(1);
        store.feed().onCommit(closedCalls::incrementAndGet).close();
        try (Subscription subscription = store.feed().onCommit(called::countDown)) {
            assertThat(subscription).isNotNull();
            append(A, new Noted("committed"));

            assertThat(called.await(sizes.patience().toNanos(), TimeUnit.NANOSECONDS))
                    .isTrue();
        }
        assertThat(closedCalls).hasValue(0);
    }

    @Test
    void readersOfOneFeedDoNotDisturbEachOther() {
        fill(A, 4);

        FeedPage first = store.feed().read(0, EventFilter.all(), 2);
        FeedPage other = store.feed().read(0, EventFilter.all(), 2);

        assertThat(other).isEqualTo(first);
        assertThat(store.feed().read(first.position(), EventFilter.all(), 2).events())
                .extracting(StoredEvent::version)
                .containsExactly(3L, 4L);
    }

    private List<Object> wanted(EventFilter filter) {
        return feed(filter).stream().<Object>map(StoredEvent::payload).toList();
    }

    private List<StoredEvent<Object>> inPagesOf(int limit, EventFilter filter) {
        List<StoredEvent<Object>> events = new ArrayList<>();
        follow(limit, filter, events);
        return events;
    }

    private long positionAtTheEnd(EventFilter filter) {
        return follow(100, filter, new ArrayList<>());
    }

    /** Goes on from page to page until the head; each page must come further. */
    private long follow(int limit, EventFilter filter, List<StoredEvent<Object>> events) {
        long position = 0;
        long head = store.feed().head();
        while (position < head) {
            FeedPage page = store.feed().read(position, filter, limit);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
            assertThat(page.position()).isGreaterThan(position).isLessThanOrEqualTo(page.head());
            events.addAll(page.events());
            position = page.position();
        }
        return position;
    }
}
