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
        public void checkState(Class<?> type) {}

        @Override
        public Object asRead(Object payload, Class<?> type) {
            return payload;
        }
    };

    /** What is kept of a payload. */
    Object keep(NewEvent event, Registration type);

    /**
     * Refuses a class of states that could not be read back.
     *
     * @throws io.eventcore.EventTypeRegistrationException if they could not
     */
    void checkState(Class<?> type);

    /** What readers of this class will get as the payload that this one is kept as. */
    Object asRead(Object payload, Class<?> type);

    /** The event as readers see it. */
    StoredEvent<Object> read(StoredEvent<Object> kept);
}
