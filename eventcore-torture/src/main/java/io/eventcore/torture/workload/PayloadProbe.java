package io.eventcore.torture.workload;

import io.eventcore.AppendRequest;
import io.eventcore.EventStore;
import io.eventcore.EventTypeRegistrationException;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.torture.events.KeyedByRecord;
import io.eventcore.torture.events.Sku;
import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.history.Note;
import java.util.Map;
import java.util.function.Function;

/** An event whose payload is easily changed on its way is refused when a store is created, or comes back equal. */
public final class PayloadProbe {

    private PayloadProbe() {}

    /** Tries it in a store of its own data, and writes down what came back changed. Blocks. */
    public static void probe(Function<EventTypes, EventStore> opening, HistoryWriter history) {
        KeyedByRecord written = new KeyedByRecord(Map.of(new Sku("milk"), 1));
        try (EventStore store = opening.apply(EventTypes.of(KeyedByRecord.class))) {
            store.initialize();
            StreamId stream = StreamId.of("keyed");
            store.append(AppendRequest.to(stream, ExpectedVersion.any(), written));
            Object read = store.read(stream).get(0).payload();
            if (!read.equals(written)) {
                history.note(new Note(
                        System.nanoTime(), Note.WRONG, "codec", written + " was accepted, and came back as " + read));
            }
        } catch (EventTypeRegistrationException e) {
            history.note(new Note(System.nanoTime(), Note.END, "codec", "refuses records as keys of maps"));
        }
    }
}
