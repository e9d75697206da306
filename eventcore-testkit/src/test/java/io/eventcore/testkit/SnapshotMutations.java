package io.eventcore.testkit;

import java.util.List;

/** Broken snapshots, with the tests that must notice them. */
final class SnapshotMutations {

    private SnapshotMutations() {}

    static List<Mutation> snapshots() {
        return List.of(
                Mutation.of(
                        "keeps no snapshots",
                        BrokenSnapshots::keepsNone,
                        "aSnapshotIsTakenWhenACommandCrossesTheDistance",
                        "aReadThatTookLongLeavesASnapshotAndTheNextOneBringsTheTail"),
                Mutation.of(
                        "keeps the first states under later versions",
                        BrokenSnapshots::keepsTheFirstStates,
                        "commandsDecideAlikeWithAndWithoutSnapshots",
                        "aSnapshotIsTakenWhenACommandCrossesTheDistance"),
                Mutation.of(
                        "keeps the snapshot that was offered last",
                        BrokenSnapshots::keepsTheLastOffered,
                        "snapshotsNeverGoBackHoweverManyOfferThem",
                        "aSnapshotThatIsDiscardedMakesRoomForAnother"),
                Mutation.of(
                        "ignores the version of the fold",
                        BrokenSnapshots::ignoresTheVersionOfTheFold,
                        "versionsOfAFoldHaveSnapshotsOfTheirOwn"),
                Mutation.of(
                        "believes every snapshot",
                        BrokenSnapshots::believesEverybody,
                        "aSnapshotThatIsAheadOfItsStreamIsNotUsed",
                        "aSnapshotThatIsNoStateOfTheFoldIsNotUsedAndReplaced",
                        "aSnapshotThatIsDiscardedMakesRoomForAnother"),
                Mutation.of(
                        "fails on snapshots of another class",
                        BrokenSnapshots::failsOnOtherStates,
                        "aSnapshotThatIsNoStateOfTheFoldIsNotUsedAndReplaced"),
                Mutation.of(
                        "discards no snapshots",
                        BrokenSnapshots::discardsNothing,
                        "aSnapshotThatIsDiscardedMakesRoomForAnother"),
                Mutation.of(
                        "discards snapshots of any version",
                        BrokenSnapshots::discardsWhateverIsThere,
                        "aSnapshotThatIsDiscardedMakesRoomForAnother"),
                Mutation.of(
                        "loads the snapshot of one stream only",
                        BrokenSnapshots::loadsOneStreamOnly,
                        "eachStreamHasASnapshotOfItsOwn"),
                Mutation.of(
                        "reads no tails",
                        BrokenSnapshots::readsNoTails,
                        "whatCameBehindASnapshotCounts",
                        "aReadThatTookLongLeavesASnapshotAndTheNextOneBringsTheTail"));
    }
}
