package io.eventcore.testkit;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every way in which a store is broken on purpose, with the tests of the contract that must notice it. */
final class MutationTable {

    /** Breaks nothing: on it every test must pass. */
    static final Mutation NONE = Mutation.of("nothing is broken", UnaryOperator.identity());

    private MutationTable() {}

    static List<Mutation> all() {
        return Stream.of(
                        AppendMutations.appends(),
                        AppendMutations.expectations(),
                        ReadMutations.order(),
                        ReadMutations.metadata(),
                        ReadMutations.commands(),
                        ReadMutations.states(),
                        SnapshotMutations.snapshots(),
                        CommandIdMutations.commandIds(),
                        FeedMutations.feeds(),
                        ProjectionMutations.checkpoints(),
                        ProjectionMutations.leases(),
                        ProjectionMutations.fences(),
                        ProjectionMutations.versions(),
                        OperatorMutations.states(),
                        OperatorMutations.resets(),
                        OperatorMutations.deadLetters(),
                        AnswerMutations.answers())
                .flatMap(List::stream)
                .toList();
    }

    static Mutation named(String name) {
        return Stream.concat(Stream.of(NONE), all().stream())
                .filter(mutation -> mutation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
