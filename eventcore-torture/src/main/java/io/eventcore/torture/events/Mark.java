package io.eventcore.torture.events;

/**
 * What every event of the run says about the decision that made it.
 *
 * @param call the call
 * @param nth which of its events, from 0
 * @param of how many events it decided on
 * @param seen what it had seen, as {@link io.eventcore.torture.history.Seen} writes it
 * @param check a hash of what the event holds, taken when it was written
 */
public record Mark(String call, int nth, int of, String seen, String check) {}
