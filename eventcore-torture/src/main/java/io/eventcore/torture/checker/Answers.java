package io.eventcore.torture.checker;

import io.eventcore.torture.history.Answer;
import io.eventcore.torture.history.Call;
import io.eventcore.torture.history.Outcome;
import io.eventcore.torture.history.Seen;
import io.eventcore.torture.history.Sight;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what each caller was told with what is stored. Answers under a command id are also compared by {@link CommandIds}. */
final class Answers {

    private final Map<String, Decision> stored;
    private final Map<String, StreamHistory> streams;
    private final Findings findings;

    Answers(Map<String, Decision> stored, Map<String, StreamHistory> streams, Findings findings) {
        this.stored = stored;
        this.streams = streams;
        this.findings = findings;
    }

    void check(Call call) {
        Decision own = stored.get(call.id());
        switch (call.outcome()) {
            case STORED -> checkStored(call, call.answer().orElseThrow(), own);
            case NOTHING_TO_DO -> {
                refuseRows(call, own);
                checkPosition(call.answer().orElseThrow());
            }
            case REJECTED, NOT_STORED -> refuseRows(call, own);
            case UNKNOWN -> {}
            case UNEXPECTED ->
                findings.add(
                        "errors are EventCore's own",
                        call.id(),
                        call + " was told " + call.answer().orElseThrow().error());
        }
    }

    private void checkStored(Call call, Answer answer, @Nullable Decision own) {
        if (answer.repeated() && call.begin().commandId().isPresent()) {
            return; // the result of another call, perhaps
        }
        if (own == null) {
            findings.add(
                    "nothing acknowledged is missing",
                    call.id(),
                    call + " was told " + answer.result() + ", and nothing of it is stored");
            return;
        }
        String kept = Outcome.STORED + " " + own.eventIds() + " " + own.versions() + " at " + own.position();
        findings.unless(
                answer.result().equals(kept),
                "an answer tells the call's own events, versions and position",
                call.id(),
                call + " was told " + answer.result() + "; stored: " + kept);
    }

    private void refuseRows(Call call, @Nullable Decision own) {
        if (own != null) {
            String told =
                    call.answer().map(Answer::error).filter(e -> !e.isEmpty()).orElse("");
            findings.add(
                    "what was told as not stored is not stored",
                    call.id(),
                    call + " was told " + call.outcome() + (told.isEmpty() ? "" : " (" + told + ")") + "; "
                            + own.eventIds().size() + " events of it are stored, the first as version "
                            + own.rows().get(0).version() + " of " + own.rows().get(0).stream());
        }
    }

    /** Of nothing to do: that of the last event that the decision had read, or of one that was appended together with it. */
    private void checkPosition(Answer answer) {
        if (answer.repeated() || answer.seen().equals(Seen.NOTHING)) {
            return;
        }
        long last = 0;
        long together = 0;
        for (Map.Entry<String, Sight> seen : answer.seen().streams().entrySet()) {
            Optional<Row> row = Optional.ofNullable(streams.get(seen.getKey()))
                    .flatMap(stream -> stream.row(seen.getValue().version()));
            last = Math.max(last, row.map(Row::position).orElse(0L));
            together = Math.max(together, row.map(this::lastOfItsAppend).orElse(0L));
        }
        findings.unless(
                answer.position() >= last && answer.position() <= together,
                "nothing to do tells the position of what was read",
                answer.call(),
                answer.call() + " was told position " + answer.position() + "; what it saw ends at " + last
                        + ", and was appended up to " + together);
    }

    private long lastOfItsAppend(Row row) {
        Decision decision = stored.get(row.call());
        return decision == null ? row.position() : Math.max(row.position(), decision.position());
    }
}
