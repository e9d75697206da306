package io.eventcore.testkit;

import java.util.List;

/** Broken reads, with the tests that must notice them. */
final class ReadMutations {

    private ReadMutations() {}

    static List<Mutation> order() {
        return List.of(
                Mutation.of(
                        "reverses the events of an append",
                        BrokenAppends::reversesAppends,
                        "manyEventsOfOneAppendComeBackIdenticalAndInOrder",
                        "eventsThatAlternateBetweenStreamsKeepTheOrderOfTheirAppend",
                        "anAppendWritesToAllItsStreams"),
                Mutation.of(
                        "orders by time and id",
                        BrokenReads::byTimeAndId,
                        "appendsInQuickSuccessionKeepTheirOrder",
                        "manyEventsOfOneAppendComeBackIdenticalAndInOrder"),
                Mutation.of(
                        "reads stream after stream, not in global order",
                        BrokenReads::streamAfterStream,
                        "severalStreamsComeInGlobalOrder",
                        "eventsThatAlternateBetweenStreamsKeepTheOrderOfTheirAppend"),
                Mutation.of(
                        "remembers a stream without one of its events",
                        BrokenReads::withAHoleInItsMemory,
                        "whatTheStoreRemembersIsTheBeginningOfWhatItHolds"),
                Mutation.of(
                        "leaves gaps in the versions",
                        BrokenReads::withGapsInVersions,
                        "versionsAreCountedFromOneWithoutGaps",
                        "manyCommandsOnOneStreamAllSucceedAndLeaveNoGap"),
                Mutation.of(
                        "gives each event a time of its own",
                        BrokenReads::withTimesOfTheirOwn,
                        "eventsOfOneAppendShareTheTimeAtWhichTheStoreTookThem"),
                Mutation.of(
                        "reads one stream a moment after the other",
                        BrokenReads::oneStreamAfterTheOther,
                        "noReaderSeesHalfOfAnAppend"),
                Mutation.of(
                        "reads at most a thousand events",
                        BrokenReads::truncatedAtAThousand,
                        "aCommandSeesAllOfALongStream"),
                Mutation.of(
                        "reads from the start always",
                        BrokenReads::alwaysFromTheStart,
                        "eachStreamIsReadFromBehindTheVersionThatTheReaderHasSeen",
                        "aReadFromBehindTheEndFindsNothingAndTellsTheVersion"),
                Mutation.of(
                        "does not tell the version of absent streams",
                        BrokenReads::withoutAbsentStreams,
                        "eachStreamComesWithItsVersionAlsoOneThatIsAbsent"));
    }

    static List<Mutation> metadata() {
        return List.of(
                Mutation.of(
                        "drops metadata",
                        BrokenMetadata::dropped,
                        "everyFieldComesBackAsWritten",
                        "anyTextIsKept",
                        "eachEventHasItsOwnMetadata",
                        "theExecutorNamesTheCommandAsCorrelationAndCause",
                        "theIdIsTheCauseOfTheEventsAndARepetitionChangesNoMetadata",
                        "theExecutorKeepsWhatTheCallerSaid",
                        "eventsAreFoundByTheirCorrelationId",
                        "metadataOfAConsequencePointToItsCause"),
                Mutation.of(
                        "drops custom keys",
                        BrokenMetadata::withoutCustomKeys,
                        "everyFieldComesBackAsWritten",
                        "theExecutorKeepsWhatTheCallerSaid"),
                Mutation.of(
                        "gives all events the metadata of the first",
                        BrokenMetadata::ofTheFirstEventForAll,
                        "eachEventHasItsOwnMetadata"),
                Mutation.of("keeps ASCII only", BrokenMetadata::inAsciiOnly, "anyTextIsKept"),
                Mutation.of(
                        "drops NUL characters silently",
                        BrokenMetadata::withoutNulCharacters,
                        "aNulCharacterIsRefusedAndNothingIsStored"));
    }

    static List<Mutation> commands() {
        return List.of(
                Mutation.of(
                        "reads do not show the last event",
                        BrokenReads::withoutTheLastEvent,
                        "aCommandSeesWhatTheOneBeforeItWrote",
                        "aRejectedCommandWritesNothing",
                        "aCommandThatHasNothingToDoNamesThePositionThatItRead",
                        "discoveryMayTakeExactlyAsManyRoundsAsItsLimitSays",
                        "oneRoundOfDiscoveryMoreThanItsLimitIsRefused"),
                Mutation.of(
                        "reads show only the first stream",
                        BrokenReads::onlyOfTheFirstStream,
                        "aCommandDecidesOnTheEventsOfItsStreams",
                        "streamsAreFoundInSeveralRoundsAndEachIsReadOnce"),
                Mutation.of(
                        "reads refuse absent streams",
                        BrokenReads::refusedForAbsentStreams,
                        "aStreamThatWasNotDeclaredIsRefusedBeforeAnythingIsSent"),
                Mutation.of(
                        "reads leave foreign events out",
                        BrokenReads::withoutForeignEvents,
                        "anEventOfAnotherFamilyIsAnErrorThatNamesStreamAndType"));
    }

    static List<Mutation> states() {
        return List.of(
                Mutation.of(
                        "remembers states without the last event",
                        BrokenStates::withoutTheLastEvent,
                        "aStreamCommandDecidesOnTheStateOfEachOfItsStreams",
                        "streamCommandsAndOthersSeeWhatEachOtherWrote",
                        "aStreamCommandSeesAllOfALongStream",
                        "manyStreamCommandsAtOnceOnOneStreamEachSeeTheOnesBefore"),
                Mutation.of(
                        "remembers states of the first thousand events",
                        BrokenStates::ofTheFirstThousandEvents,
                        "aStreamCommandSeesAllOfALongStream"),
                Mutation.of(
                        "remembers states over foreign events",
                        BrokenStates::overForeignEvents,
                        "aForeignEventIsAnErrorAlsoForAStreamCommandThatHasSeenTheStreamBefore"),
                Mutation.of(
                        "remembers the first states for ever",
                        BrokenStates::asOfTheFirstTime,
                        "aStreamCommandThatLostARaceDecidesAgain",
                        "aStreamCommandThatIsTriedOnceDecidesOnWhatIsStored",
                        "streamsThatAStateNamesAreReadToo"));
    }
}
