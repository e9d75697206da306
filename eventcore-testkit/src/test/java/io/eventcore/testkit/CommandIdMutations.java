package io.eventcore.testkit;

import java.util.List;

/** Broken command ids, with the tests that must notice them. */
final class CommandIdMutations {

    private CommandIdMutations() {}

    static List<Mutation> commandIds() {
        return List.of(
                Mutation.of(
                        "forgets command ids",
                        BrokenCommandIds::forgotten,
                        "aCommandThatIsSentAgainGetsTheFirstResultAndAppendsNothing",
                        "anotherCommandUnderTheSameIdGetsTheFirstResult",
                        "anAppendThatIsSentAgainIsNotCheckedAgain",
                        "manyThreadsThatExecuteOneCommandAppendItOnce",
                        "manyAppendsOfOneIdAtOnceAppendOnceAndHurtNoNeighbour",
                        "aRepeatedCommandThatWouldBeRejectedNowGetsTheFirstResult",
                        "aDecisionThatThereIsNothingToDoIsRepeatedAsNothing",
                        "aRejectedCommandMayBeSentAgainAndIsDecidedAgain",
                        "aCommandThatLostARaceIsCarriedOutOnceAndRepeated",
                        "theIdIsTheCauseOfTheEventsAndARepetitionChangesNoMetadata",
                        "theFirstResultOfAnIdCanBeLookedUp"),
                Mutation.of(
                        "records a command a moment after its append",
                        BrokenCommandIds::recordedLate,
                        "manyThreadsThatExecuteOneCommandAppendItOnce"),
                Mutation.of(
                        "records only commands with events",
                        BrokenCommandIds::recordedOnlyWithEvents,
                        "aDecisionThatThereIsNothingToDoIsRepeatedAsNothing"),
                Mutation.of(
                        "records commands that conflicted",
                        BrokenCommandIds::recordedAlsoAfterConflicts,
                        "anAppendThatConflictedMayBeSentAgainUnderItsId",
                        "aCommandThatLostARaceIsCarriedOutOnceAndRepeated",
                        "theFirstResultOfAnIdCanBeLookedUp"),
                Mutation.of(
                        "checks a repeated append",
                        BrokenCommandIds::checkedBeforeTheyAreLookedUp,
                        "anAppendThatIsSentAgainIsNotCheckedAgain"),
                Mutation.of(
                        "does not say that a result is repeated",
                        BrokenCommandIds::answeredWithoutSayingThatTheyAreRepeated,
                        "aCommandThatIsSentAgainGetsTheFirstResultAndAppendsNothing",
                        "manyThreadsThatExecuteOneCommandAppendItOnce",
                        "aRepeatedCommandThatWouldBeRejectedNowGetsTheFirstResult"),
                Mutation.of(
                        "forgets which events a command appended",
                        BrokenCommandIds::answeredWithoutTheFirstEvents,
                        "aCommandThatIsSentAgainGetsTheFirstResultAndAppendsNothing",
                        "manyAppendsOfOneIdAtOnceAppendOnceAndHurtNoNeighbour",
                        "theFirstResultOfAnIdCanBeLookedUp"),
                Mutation.of(
                        "finds no result of a command id",
                        BrokenCommandIds::neverFound,
                        "aRepeatedCommandThatWouldBeRejectedNowGetsTheFirstResult",
                        "theFirstResultOfAnIdCanBeLookedUp"),
                Mutation.of(
                        "finds results of commands that were not carried out",
                        BrokenCommandIds::foundWithoutHavingBeenCarriedOut,
                        "aRejectedCommandMayBeSentAgainAndIsDecidedAgain",
                        "theFirstResultOfAnIdCanBeLookedUp"),
                Mutation.of("takes all command ids for one", BrokenCommandIds::allTheSame, "anotherIdIsAnotherCommand"),
                Mutation.of(
                        "lets a repetition fail its neighbours",
                        BrokenCommandIds::harmfulToNeighbours,
                        "manyAppendsOfOneIdAtOnceAppendOnceAndHurtNoNeighbour"));
    }
}
