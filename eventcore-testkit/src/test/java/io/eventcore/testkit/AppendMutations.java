package io.eventcore.testkit;

import java.util.List;

/** Broken appends, with the tests that must notice them. */
final class AppendMutations {

    private AppendMutations() {}

    static List<Mutation> appends() {
        return List.of(
                Mutation.of(
                        "appends stream by stream",
                        BrokenAppends::streamByStream,
                        "oneStaleStreamOfThreeLeavesAllThreeUnchanged",
                        "anUnregisteredClassIsRefusedAndNothingIsStored",
                        "anIdThatAnotherStreamHoldsIsRefusedWithAllItsAppend",
                        "aStaleStreamAtTheEndOfALargeAppendLeavesNothing",
                        "aDuplicateIdAtTheEndOfALargeAppendLeavesNothing",
                        "eventsThatAlternateBetweenStreamsKeepTheOrderOfTheirAppend",
                        "noReaderSeesHalfOfAnAppend"),
                Mutation.of(
                        "writes only to the first stream",
                        BrokenAppends::onlyToTheFirstStream,
                        "anAppendWritesToAllItsStreams",
                        "aLargeAppendOverManyStreamsIsStoredWhole"),
                Mutation.of(
                        "stores what conflicts",
                        BrokenAppends::appendsInSpiteOfConflicts,
                        "anAppendThatFailedLeavesNothingInTheFeed",
                        "anAppendAfterAConflictGoesThrough",
                        "aReaderThatFollowsLiveWritersGetsEveryEventOnceAndInOrder"),
                Mutation.of(
                        "fails the next append with the failure of the last",
                        BrokenAppends::failsTwiceInARow,
                        "anAppendAfterAConflictGoesThrough",
                        "afterADuplicateTheStreamsGoOn",
                        "aDuplicateIdFailsItsOwnAppendOnly",
                        "anUnregisteredClassFailsItsOwnAppendOnly",
                        "aNulCharacterInAPayloadFailsItsOwnAppendOnly",
                        "aPayloadThatCannotBeSerialisedFailsItsOwnAppendOnly"),
                Mutation.of(
                        "tells the position of the first event",
                        BrokenAppends::tellsThePositionOfTheFirstEvent,
                        "theResultNamesThePositionOfTheLastEvent"),
                Mutation.of(
                        "tells versions of streams that were only read",
                        BrokenAppends::tellsVersionsOfReadStreamsToo,
                        "aStreamThatWasOnlyReadIsChecked",
                        "anAppendWithoutEventsChecksItsStreamsAndChangesNothing"),
                Mutation.of(
                        "replaces the caller's ids",
                        BrokenAppends::replacesIds,
                        "theIdThatTheCallerChoseIsKept",
                        "anIdThatTheSameStreamHoldsIsRefused",
                        "manyEventsOfOneAppendComeBackIdenticalAndInOrder"),
                Mutation.of(
                        "accepts an id twice",
                        BrokenAppends::acceptsDuplicateIds,
                        "anIdThatTheSameStreamHoldsIsRefused",
                        "anIdThatAnotherStreamHoldsIsRefusedWithAllItsAppend",
                        "ofConcurrentAppendsWithOneIdExactlyOneIsStored",
                        "aDuplicateIdFailsItsOwnAppendOnly"),
                Mutation.of(
                        "accepts whatever comes",
                        BrokenAppends::acceptsWhateverComes,
                        "anAppendThatIsRepeatedIsNotStoredTwice"));
    }

    static List<Mutation> expectations() {
        return List.of(
                Mutation.of(
                        "checks no version",
                        BrokenAppends::checksNothing,
                        "aWrittenStreamIsChecked",
                        "oneStaleStreamOfThreeLeavesAllThreeUnchanged",
                        "anAsynchronousAppendFailsItsFutureAndDoesNotThrow",
                        "aCommandThatLostARaceDecidesAgain",
                        "aCommandThatMayNotTryAgainConflicts",
                        "blockingAndAsynchronousCommandsGiveTheSameAnswers"),
                Mutation.of(
                        "checks only the streams that are written",
                        BrokenAppends::checksOnlyWrittenStreams,
                        "aStreamThatWasOnlyReadIsChecked",
                        "anAppendWithoutEventsChecksItsStreamsAndChangesNothing",
                        "ofTwoThatReadBothStreamsAndWriteOneEachExactlyOneGoesThrough",
                        "anAppendThatOnlyChecksNeverStopsAWriterAndNeverConfirmsAnOldVersion",
                        "aDiscoveredStreamThatMovesCausesAConflict",
                        "aCommandWhoseDiscoveredStreamMovedDecidesAgainOnWhatItHoldsNow"),
                Mutation.of(
                        "checks a moment before it appends",
                        BrokenAppends::checksBeforeItAppends,
                        "ofTwoAppendsToOneStreamExactlyOneGoesThrough",
                        "ofTwoThatReadBothStreamsAndWriteOneEachExactlyOneGoesThrough",
                        "manyCommandsOnOneStreamAllSucceedAndLeaveNoGap"),
                Mutation.of(
                        "creates streams that are only read",
                        BrokenAppends::readStreamsComeIntoBeing,
                        "aStreamThatWasOnlyReadStaysAbsent",
                        "anAppendThatOnlyChecksNeverStopsAWriterAndNeverConfirmsAnOldVersion",
                        "twoReadersThatWriteElsewhereDoNotDisturbEachOther"),
                Mutation.of(
                        "makes readers of one stream conflict",
                        BrokenAppends::readersLockEachOtherOut,
                        "twoReadersThatWriteElsewhereDoNotDisturbEachOther"),
                Mutation.of(
                        "names another version in conflicts",
                        BrokenAppends::namesAnotherVersionInConflicts,
                        "aWrittenStreamIsChecked",
                        "aStreamThatWasOnlyReadIsChecked",
                        "aCommandThatMayNotTryAgainConflicts"),
                Mutation.of(
                        "names another stream in conflicts",
                        BrokenAppends::namesAnotherStreamInConflicts,
                        "aWrittenStreamIsChecked",
                        "aStreamThatWasOnlyReadIsChecked",
                        "oneStaleStreamOfThreeLeavesAllThreeUnchanged",
                        "aStaleStreamAtTheEndOfALargeAppendLeavesNothing",
                        "aDiscoveredStreamThatMovesCausesAConflict"));
    }
}
