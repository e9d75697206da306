package io.eventcore;

import io.eventcore.internal.TypeArguments;

/** What {@code E} is for a class of commands. */
final class CommandEventType {

    static final TypeArguments OF = new TypeArguments(Command.class, 1);

    private CommandEventType() {}
}
