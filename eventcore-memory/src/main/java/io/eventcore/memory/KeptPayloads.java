package io.eventcore.memory;

import io.eventcore.EventTypes.Registration;
import io.eventcore.NewEvent;
import io.eventcore.StoredEvent;

/** In what form the log keeps payloads. */
interface KeptPayloads {

    /** As the objects that they are. */
    KeptPayloads AS_OBJECTS = new KeptPayloads() {
        @Override
        public Object keep(NewEvent event, Registration type) {
            return event.payload();
        }

        @Override
        public StoredEvent<Object> read(StoredEvent<Object> kept) {
            return kept;
        }

        @Override
        public Object asRead(Object payload) {
            return payload;
        }
    };

    /** What is kept of a payload. */
    Object keep(NewEvent event, Registration type);

    /** What readers will get as the payload that this one is kept as. */
    Object asRead(Object payload);

    /** The event as readers see it. */
    StoredEvent<Object> read(StoredEvent<Object> kept);
}
