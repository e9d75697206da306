package io.eventcore;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AccountEvent.Deposited;
import org.junit.jupiter.api.Test;

/** Two folds never read each other's snapshots. */
class SnapshotFoldsTest {

    private static final Snapshots<Long> SNAPSHOTS = Snapshots.of("sum", 1, Long.class);

    private final SnapshotFolds folds = new SnapshotFolds();

    private static StreamFold<Long, Deposited> sum(Snapshots<Long> snapshots) {
        return StreamFold.over(Deposited.class, 0L)
                .on(Deposited.class, (sum, deposited) -> sum + deposited.cents())
                .snapshots(snapshots)
                .build();
    }

    private static StreamFold<Long, Deposited> count(Snapshots<Long> snapshots) {
        return StreamFold.over(Deposited.class, 0L)
                .on(Deposited.class, (count, deposited) -> count + 1)
                .snapshots(snapshots)
                .build();
    }

    @Test
    void aSecondFoldUnderTheSameNameAndVersionIsRefused() {
        folds.check(sum(SNAPSHOTS));

        assertThatThrownBy(() -> folds.check(count(SNAPSHOTS)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'sum v1'")
                .hasMessageContaining("a name of its own");
    }

    @Test
    void anotherVersionAndAnotherNameAreOthers() {
        folds.check(sum(SNAPSHOTS));

        assertThatCode(() -> {
                    folds.check(count(Snapshots.of("sum", 2, Long.class)));
                    folds.check(count(Snapshots.of("count", 1, Long.class)));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aFoldThatIsMadeAnewIsTheSame() {
        folds.check(sum(SNAPSHOTS));

        assertThatCode(() -> folds.check(sum(SNAPSHOTS.every(7)))).doesNotThrowAnyException();
    }
}
