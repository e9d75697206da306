package io.eventcore;

/**
 * Makes payloads of what is stored, in whatever version it was written: for storage adapters. Data in the version that is
 * written now go straight to the codec. Thread-safe.
 */
public final class PayloadReader {

    private final EventTypes types;
    private final EventCodec codec;

    /**
     * A reader for one store.
     *
     * @param types the types that the application has registered, with their upcasters
     * @param codec reads the JSON; its {@link EventCodec#decode} must be able to make each of the classes
     */
    public PayloadReader(EventTypes types, EventCodec codec) {
        this.types = types;
        this.codec = codec;
    }

    /**
     * The payload of a stored event.
     *
     * @param stream the stream that holds it
     * @param streamVersion its number in the stream
     * @param position its position, 0 if that is not known yet
     * @param type the stored name of its type
     * @param version the stored version of its shape
     * @param data its JSON
     * @return the payload; a {@link SplitPayload} if an upcaster made other events of it
     * @throws UnknownEventTypeException if no registered class claims the name and no upcaster starts from it
     * @throws EventCodecException if the data do not fit, or an upcaster fails; it names the place
     */
    public Object read(StreamId stream, long streamVersion, long position, String type, int version, String data) {
        EventTypes.Registration registration = types.registered(type);
        if (registration == null && !types.upcasters().knows(type)) {
            throw new UnknownEventTypeException(type, stream, streamVersion, position);
        }
        try {
            if (registration != null && registration.version() == version) {
                return codec.decode(data, registration.payloadType());
            }
            String name = registration == null ? type : registration.name();
            return types.upcasters().read(types, codec, new EventData(name, version, codec.decodeFields(data)));
        } catch (EventCodecException unreadable) {
            throw new EventCodecException(
                    "Event " + streamVersion + " of stream '" + stream + "', at position " + position + ", of type '"
                            + type + "', cannot be read: " + unreadable.problem(),
                    unreadable);
        }
    }
}
