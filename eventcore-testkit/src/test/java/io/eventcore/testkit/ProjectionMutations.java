package io.eventcore.testkit;

import java.util.List;

/** Broken checkpoints, leases and versions of projections, with the tests that must notice them. */
final class ProjectionMutations {

    private ProjectionMutations() {}

    static List<Mutation> checkpoints() {
        return List.of(
                Mutation.of(
                        "checkpoints never move",
                        BrokenCheckpoints::neverMoving,
                        "theCheckpointMovesWhenTheWorkIsDone"),
                Mutation.of(
                        "checkpoints start at one",
                        BrokenCheckpoints::startingAtOne,
                        "aProjectionStartsWhereItWasRegistered"),
                Mutation.of(
                        "checkpoints of segments are one",
                        BrokenCheckpoints::withOneCheckpointForAllSegments,
                        "eachSegmentHasACheckpointOfItsOwn"),
                Mutation.of(
                        "checkpoints move also when the work fails",
                        BrokenCheckpoints::movingAlsoWhenTheWorkFails,
                        "workThatFailsLeavesTheCheckpointAndItsExceptionIsThrownOn",
                        "aHandleThatTheStorageDoesNotHaveIsRefusedAndLeavesTheCheckpoint"),
                Mutation.of(
                        "checkpoints wrap what the work throws",
                        BrokenCheckpoints::wrappingWhatTheWorkThrows,
                        "workThatFailsLeavesTheCheckpointAndItsExceptionIsThrownOn",
                        "whatAnOpeningThrowsIsThrownOnAndTheSegmentCanBeOpenedAgain",
                        "aHandleThatTheStorageDoesNotHaveIsRefusedAndLeavesTheCheckpoint"),
                Mutation.of(
                        "checkpoints do not tell names apart by case",
                        BrokenCheckpoints::withNamesInLowerCase,
                        "eachProjectionHasACheckpointOfItsOwn"),
                Mutation.of(
                        "checkpoints compare nothing",
                        BrokenCheckpoints::comparingNothing,
                        "aCheckpointThatIsElsewhereIsNotMoved",
                        "ofThreadsThatStartFromOnePlaceExactlyOneMovesTheCheckpoint"),
                Mutation.of(
                        "only the first segment initializes",
                        BrokenCheckpoints::initializingOnlyTheFirstSegment,
                        "everyOpeningInitializesAndClearsNothing"),
                Mutation.of(
                        "every opening clears",
                        BrokenCheckpoints::clearingAtEveryOpening,
                        "everyOpeningInitializesAndClearsNothing"),
                Mutation.of(
                        "segments are opened side by side",
                        BrokenCheckpoints::openingSideBySide,
                        "segmentsOfOneProjectionAreOpenedOneAtATime"));
    }

    static List<Mutation> leases() {
        return List.of(
                Mutation.of(
                        "a known projection is registered again",
                        BrokenLeases::registeringAgain,
                        "registeringWhatIsKnownChangesNothing"),
                Mutation.of(
                        "instances get three segments at most",
                        BrokenLeases::givingAtMostThree,
                        "anInstanceThatIsAloneHoldsEverySegment",
                        "instancesShareTheSegmentsEvenly"),
                Mutation.of(
                        "shares ignore other instances",
                        BrokenLeases::withSharesThatIgnoreOthers,
                        "instancesShareTheSegmentsEvenly",
                        "whatIsLeftOverGoesToTheFirstByName",
                        "moreInstancesThanSegmentsLeaveSomeWithoutAny"),
                Mutation.of(
                        "instances get what others have",
                        BrokenLeases::givingWhatAnotherHas,
                        "aSegmentThatIsHeldIsNotGivenToAnotherWhateverItsShareIs",
                        "racingInstancesNeverHoldOneSegmentAtOnce"),
                Mutation.of(
                        "versions are shared together",
                        BrokenLeases::sharingAllVersionsTogether,
                        "eachVersionIsSharedOnItsOwn"),
                Mutation.of(
                        "a renewal has another token",
                        BrokenLeases::withATokenForEachRenewal,
                        "renewingKeepsTheLease",
                        "aLeaseThatEndedIsRenewedIfNobodyElseWantedIt"),
                Mutation.of(
                        "tokens never grow", BrokenLeases::withTokensThatNeverGrow, "everyNextHolderGetsAHigherToken"),
                Mutation.of(
                        "tokens begin anew",
                        sound -> ForwardingProjections.with(sound, RestartingTokens::new),
                        "theNewSegmentsHaveHigherTokensThanAnyBefore",
                        "aLeaseFromBeforeARemovalIsNotValidAfterTheNextRegistration"),
                Mutation.of(
                        "segments that are given back are kept",
                        BrokenLeases::keepingWhatIsGivenBack,
                        "aSegmentThatIsGivenBackIsThereForOthersAtOnce",
                        "theHolderIsTheOneWhoseLeaseIsValid"),
                Mutation.of(
                        "instances that leave are kept",
                        BrokenLeases::keepingThoseThatLeave,
                        "anInstanceThatLeavesGivesEverythingBackAndCountsNoMore"),
                Mutation.of(
                        "leases never end",
                        BrokenLeases::withLeasesThatNeverEnd,
                        "theSegmentsOfASilentInstanceGoToOthers",
                        "aLeaseThatEndedIsRenewedIfNobodyElseWantedIt",
                        "theHolderIsTheOneWhoseLeaseIsValid"));
    }

    static List<Mutation> fences() {
        return List.of(
                Mutation.of(
                        "lost leases are accepted",
                        BrokenFences::acceptingLostLeases,
                        "aLostLeaseOpensNothing",
                        "aLostLeaseMovesNoCheckpoint",
                        "aLeaseFromBeforeTheInstanceLostItMovesNoCheckpointAfterItGotItBack",
                        "aLostLeaseIsNotGivenBackASecondTime",
                        "aLostLeaseReportsNothing",
                        "theRunnersOfARemovedVersionAreFencedOut",
                        "aResetFencesTheRunnersOut",
                        "aRepartitionFencesTheRunnersOut"),
                Mutation.of(
                        "losing a segment loses all",
                        BrokenFences::fencingTheWholeProjection,
                        "losingOneSegmentLosesNoOther"),
                Mutation.of(
                        "leases wait for work",
                        BrokenFences::leasingInTurnWithWork,
                        "leasingDoesNotWaitForWorkThatIsUnderWay"),
                Mutation.of(
                        "work is done before its transaction begins",
                        BrokenFences::workingOutsideItsTransaction,
                        "openingWaitsForTheWorkOfTheHolderBefore"));
    }

    static List<Mutation> versions() {
        return List.of(
                Mutation.of(
                        "no version is activated",
                        BrokenVersions::activatingNothing,
                        "aVersionServesReadersOnceItIsActivated",
                        "aVersionThatIsBehindDoesNotTakeOver"),
                Mutation.of(
                        "versions that are behind take over",
                        BrokenVersions::activatingWhatIsBehind,
                        "aVersionThatIsBehindDoesNotTakeOver",
                        "everySegmentMustHaveCaughtUpWithTheFurthestOfTheOther"),
                Mutation.of(
                        "versions are activated before the work",
                        BrokenVersions::activatingBeforeTheWork,
                        "aTakeoverThatFailsLeavesTheVersionThatServes"),
                Mutation.of(
                        "versions are switched before the transaction",
                        BrokenVersions::switchingBeforeTheTransaction,
                        "theVersionThatServesStandsStillWhileAnotherTakesOver",
                        "aVersionThatIsBehindDoesNotTakeOver"),
                Mutation.of(
                        "the active version is switched again",
                        BrokenVersions::switchingAgain,
                        "aVersionThatServesAlreadyIsNotSwitchedAgain"),
                Mutation.of(
                        "an old version replaces a newer one",
                        BrokenVersions::goingBack,
                        "anOldVersionServesAgainOnlyWhenTheNewOneIsRemoved"),
                Mutation.of(
                        "only the active version knows where it is",
                        BrokenVersions::tellingOnlyTheActiveVersionWhereItIs,
                        "everyVersionIsToldHowFarTheOneHasComeThatServes"),
                Mutation.of(
                        "removed versions stay",
                        BrokenVersions::removingNothing,
                        "aVersionThatIsRemovedIsForgotten",
                        "theRunnersOfARemovedVersionAreFencedOut"),
                Mutation.of(
                        "what is not known is taken for empty",
                        BrokenVersions::takingWhatIsNotKnownForEmpty,
                        "whatIsNotKnownIsRefused"));
    }
}
