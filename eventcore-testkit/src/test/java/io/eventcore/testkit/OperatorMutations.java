package io.eventcore.testkit;

import java.util.List;

/** Broken answers to operators, resets, repartitions and dead letters, with the tests that must notice them. */
final class OperatorMutations {

    private OperatorMutations() {}

    static List<Mutation> states() {
        return List.of(
                Mutation.of(
                        "a segment is invented",
                        BrokenSegmentStates::inventingOne,
                        "aStoreWithoutProjectionsHasNoSegments"),
                Mutation.of(
                        "segments are listed last first",
                        BrokenSegmentStates::lastFirst,
                        "segmentsAreListedByNameVersionAndNumber"),
                Mutation.of(
                        "segments have always failed",
                        BrokenSegmentStates::alwaysFailed,
                        "aSegmentThatNobodyRanIsIdle",
                        "whatWasReportedIsTold"),
                Mutation.of(
                        "segments are never behind",
                        BrokenSegmentStates::neverBehind,
                        "aSegmentIsBehindSinceTheNextEventWasStored"),
                Mutation.of(
                        "segments moved long ago",
                        BrokenSegmentStates::movedLongAgo,
                        "theTimeOfTheLastMoveGrowsWithEachMove"),
                Mutation.of(
                        "reports are forgotten",
                        BrokenSegmentStates::forgettingReports,
                        "whatWasReportedIsTold",
                        "theLastErrorIsTheLastThatWasReported"),
                Mutation.of(
                        "each report clears the error",
                        BrokenSegmentStates::clearingTheErrorAtEachReport,
                        "theLastErrorIsTheLastThatWasReported"),
                Mutation.of(
                        "segments are idle when they are given back",
                        BrokenSegmentStates::idleWhenGivenBack,
                        "whatWasReportedStaysWhenTheSegmentIsGivenBack"));
    }

    static List<Mutation> resets() {
        return List.of(
                Mutation.of(
                        "resets go to the beginning",
                        BrokenResets::alwaysToTheBeginning,
                        "aResetMovesEverySegment",
                        "aResetEndsARepartitionAtItsPosition"),
                Mutation.of(
                        "resets are of all versions",
                        BrokenResets::resettingAllVersions,
                        "aResetOfOneVersionLeavesTheOther"),
                Mutation.of(
                        "resets never clear",
                        BrokenResets::neverClearing,
                        "theReadModelIsClearedOnceForAllSegments",
                        "aClearingThatFailsIsDoneAgain",
                        "onlyAResetThatClearsDropsTheDeadLetters"),
                Mutation.of(
                        "resets always clear",
                        BrokenResets::alwaysClearing,
                        "aResetWithoutClearingClearsNothing",
                        "onlyAResetThatClearsDropsTheDeadLetters"),
                Mutation.of(
                        "resets clear at every opening",
                        BrokenCheckpoints::clearingAtEveryOpening,
                        "theReadModelIsClearedOnceForAllSegments"),
                Mutation.of(
                        "the read model is cleared after the opening",
                        BrokenResets::clearingAfterTheOpening,
                        "aClearingThatFailsIsDoneAgain"),
                Mutation.of(
                        "only the last reset counts",
                        BrokenResets::clearingIfTheLastResetAsksForIt,
                        "aClearingThatIsStillToBeDoneIsNotForgottenByAnotherReset"),
                Mutation.of(
                        "segments are never divided anew",
                        BrokenResets::keepingTheSegments,
                        "theyAreDividedAnewWhenTheLastHasCome",
                        "theNewSegmentsGoOnFromThereWithoutALimit",
                        "segmentsThatStandAtOnePositionAreDividedByTheNextLease"),
                Mutation.of(
                        "a repartition jumps to the furthest",
                        BrokenResets::jumpingToTheFurthest,
                        "theSegmentsFirstComeToThePositionOfTheFurthest",
                        "theyAreDividedAnewWhenTheLastHasCome"),
                Mutation.of(
                        "a repartition jumps back to the nearest",
                        BrokenResets::jumpingBackToTheNearest,
                        "theSegmentsFirstComeToThePositionOfTheFurthest",
                        "theyAreDividedAnewWhenTheLastHasCome"),
                Mutation.of(
                        "segments are divided anew once",
                        BrokenResets::repartitioningOnce,
                        "anotherRepartitionReplacesOneThatHasNotEnded"),
                Mutation.of(
                        "a repartition drops dead letters",
                        BrokenResets::droppingDeadLettersOfOldSegments,
                        "deadLettersStayAndLieWhereTheirStreamsLieNow"));
    }

    static List<Mutation> deadLetters() {
        return List.of(
                Mutation.of(
                        "what only waits is not put aside",
                        BrokenDeadLetters::losingThoseThatOnlyWait,
                        "eventsArePutAsideTogetherWithTheCheckpoint",
                        "deadLettersAreListedInGlobalOrderPageByPage"),
                Mutation.of(
                        "what only waits replaces what failed",
                        BrokenDeadLetters::replacingThoseThatFailed,
                        "anEventThatFailedKeepsItsErrorWhenItComesAgain"),
                Mutation.of(
                        "nothing is taken out of the dead letters",
                        BrokenDeadLetters::takingNothingOut,
                        "whatIsTakenOutIsGoneAndWhatWaitedForItIsDue"),
                Mutation.of(
                        "events are put aside outside the transaction",
                        BrokenDeadLetters::parkingOutsideTheTransaction,
                        "whatFailingWorkPutAsideOrTookOutIsUndone"),
                Mutation.of(
                        "dead letters are listed last first",
                        BrokenDeadLetters::listingTheLastFirst,
                        "deadLettersAreListedInGlobalOrderPageByPage",
                        "theDeadLettersOfAStreamAreListedInOrderPageByPage"),
                Mutation.of(
                        "dead letters ignore segments",
                        BrokenDeadLetters::ignoringSegments,
                        "eachSegmentKnowsItsOwnStreams"),
                Mutation.of(
                        "dead letters ignore versions",
                        BrokenDeadLetters::ignoringVersions,
                        "eachVersionHasDeadLettersOfItsOwn"),
                Mutation.of(
                        "dead letters are always due",
                        BrokenDeadLetters::alwaysDue,
                        "nothingIsDueBehindAFailureThatNobodyAskedFor",
                        "aStreamIsDueWhenSomebodyAsksForIt"),
                Mutation.of(
                        "dead letters that waited are forgotten",
                        BrokenDeadLetters::forgettingThoseThatWaited,
                        "whatIsTakenOutIsGoneAndWhatWaitedForItIsDue",
                        "whatIsDroppedIsGoneAndWhatWaitedForItIsDue"),
                Mutation.of(
                        "dead letters are not tried again",
                        BrokenDeadLetters::retryingNothing,
                        "aStreamIsDueWhenSomebodyAsksForIt",
                        "everyStreamIsDueWhenSomebodyAsksForAll"),
                Mutation.of(
                        "dead letters stay due",
                        BrokenDeadLetters::stayingDue,
                        "anEventThatFailsAgainIsNotDueAnyMoreNorIsItsStream"),
                Mutation.of(
                        "dead letters are never dropped",
                        BrokenDeadLetters::droppingNothing,
                        "whatIsDroppedIsGoneAndWhatWaitedForItIsDue"),
                Mutation.of(
                        "everybody is told of due dead letters",
                        BrokenDeadLetters::tellingEverybodyOfDueLetters,
                        "anInstanceIsToldOnlyOfDeadLettersInSegmentsThatItHolds"),
                Mutation.of(
                        "dead letters have no payload",
                        BrokenDeadLetters::withoutPayloads,
                        "thePayloadOfAnEventCanBeLookedAt"));
    }
}
