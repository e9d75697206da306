package io.eventcore.testkit;

import java.util.List;

/** Broken feeds, with the tests that must notice them. */
final class FeedMutations {

    private FeedMutations() {}

    static List<Mutation> feeds() {
        return List.of(
                Mutation.of(
                        "the feed skips what commits late",
                        BrokenFeeds::skippingLateCommits,
                        "aReaderThatFollowsLiveWritersGetsEveryEventOnceAndInOrder"),
                Mutation.of(
                        "the feed delivers the last event of a page twice",
                        BrokenFeeds::deliveringTheLastOfAPageTwice,
                        "aReaderThatFollowsLiveWritersGetsEveryEventOnceAndInOrder",
                        "pagesOfAnySizeTogetherHoldEveryEventOnce"),
                Mutation.of(
                        "the feed hides a stream",
                        BrokenFeeds::hidingOneStream,
                        "aReaderThatFollowsLiveWritersGetsEveryEventOnceAndInOrder"),
                Mutation.of(
                        "the feed's pages overlap",
                        BrokenFeeds::withOverlappingPages,
                        "aReaderThatFollowsLiveWritersGetsEveryEventOnceAndInOrder",
                        "pagesOfAnySizeTogetherHoldEveryEventOnce",
                        "thePageIsNoLargerThanItsLimitAndGoesOnBehindItsLastEvent"),
                Mutation.of(
                        "the feed shows the newest first",
                        BrokenFeeds::newestFirst,
                        "aReaderThatFollowsLiveWritersGetsEveryEventOnceAndInOrder",
                        "pagesOfAnySizeTogetherHoldEveryEventOnce"),
                Mutation.of(
                        "the feed's position jumps to the head",
                        BrokenFeeds::jumpingToTheHead,
                        "whatComesAfterARareEventIsFoundFromThePositionOfItsPage",
                        "pagesOfAnySizeTogetherHoldEveryEventOnce",
                        "readersOfOneFeedDoNotDisturbEachOther"),
                Mutation.of(
                        "the feed goes back to the head",
                        BrokenFeeds::goingBackToTheHead,
                        "aReaderBeyondTheHeadStaysWhereItIs"),
                Mutation.of(
                        "the feed's position stays where nothing matched",
                        BrokenFeeds::stayingWhereNothingMatched,
                        "thePositionMovesOnWhenNothingMatches"),
                Mutation.of(
                        "the feed has no limit",
                        BrokenFeeds::withoutLimit,
                        "thePageIsNoLargerThanItsLimitAndGoesOnBehindItsLastEvent"),
                Mutation.of(
                        "the feed has one cursor for all readers",
                        BrokenFeeds::withOneCursorForAllReaders,
                        "readersOfOneFeedDoNotDisturbEachOther"),
                Mutation.of(
                        "the feed's events have times of their own",
                        BrokenFeeds::withTimesOfItsOwn,
                        "theFeedShowsWhatTheStreamShows"),
                Mutation.of(
                        "the feed's head is one too high",
                        BrokenFeeds::withAHeadOneTooHigh,
                        "theFeedOfAnEmptyStoreIsEmptyAndStartsAtZero",
                        "theHeadIsThePositionOfTheLastEvent"),
                Mutation.of(
                        "the feed ignores types",
                        BrokenFeeds::ignoringTypes,
                        "onlyTheWantedTypesCome",
                        "allConditionsOfAFilterMustHold"),
                Mutation.of("the feed ignores streams", BrokenFeeds::ignoringStreams, "onlyTheWantedStreamsCome"),
                Mutation.of(
                        "the feed ignores correlation ids",
                        BrokenFeeds::ignoringCorrelation,
                        "eventsAreFoundByTheirCorrelationId"),
                Mutation.of(
                        "the feed takes prefixes as patterns",
                        BrokenFeeds::takingPrefixesAsPatterns,
                        "aStreamPrefixIsTakenLiterally"),
                Mutation.of(
                        "the feed takes patterns for those of SQL",
                        BrokenFeeds::takingPatternsForThoseOfSql,
                        "inAStreamPatternOnlyTheStarsAreSpecial"),
                Mutation.of(
                        "the feed ignores segments",
                        BrokenFeeds::ignoringSegments,
                        "segmentsDivideTheFeedByStreams",
                        "aSegmentIsJoinedWithTheOtherConditions"),
                Mutation.of(
                        "the feed divides by another hash",
                        BrokenFeeds::dividingByAnotherHash,
                        "segmentsDivideTheFeedByStreams"),
                Mutation.of(
                        "the feed joins conditions by or",
                        BrokenFeeds::joiningConditionsByOr,
                        "allConditionsOfAFilterMustHold"),
                Mutation.of("commits do not call back", BrokenFeeds::neverCallingBack, "aCommitCallsBack"),
                Mutation.of(
                        "closed subscriptions are called on",
                        BrokenFeeds::neverForgettingACallback,
                        "aClosedSubscriptionIsNotCalledAnyMore"));
    }
}
