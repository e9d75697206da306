package io.eventcore.testkit;

import io.eventcore.EventTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What has changed between the lock file and the code, in sentences that say what to do. */
final class LockComparison {

    private final EventTypes types;
    private final Map<String, LockedType> current;
    private final Collection<LockedType> locked;

    LockComparison(Collection<LockedType> locked, EventTypes types) {
        this.types = types;
        this.current = LockedType.allOf(types);
        this.locked = locked;
    }

    /** Names under which events may be stored, and that nothing reads any more. */
    Set<String> lostNames() {
        Set<String> lost = new TreeSet<>();
        locked.forEach(type -> lost.addAll(type.names()));
        lost.removeAll(types.readableNames());
        return lost;
    }

    List<String> aboutLostNames(Set<String> lost) {
        return lost.stream()
                .map(
                        name -> "'" + name
                                + "' is locked, but nothing claims it any more: events that are stored under it cannot"
                                + " be read. If the class has a new name, add the old one to it: @EventType(aliases = \""
                                + name
                                + "\"). If the class was removed, put it back, or read its events by an upcaster of EventTypes.")
                .toList();
    }

    /** Names that another type claims now: its events would be read as what they are not. */
    List<String> aboutMovedNames() {
        List<String> problems = new ArrayList<>();
        for (LockedType before : locked) {
            LockedType owner = successorOf(before);
            for (String alias : before.aliases()) {
                LockedType now = types.named(alias).map(LockedType::of).orElse(null);
                if (owner != null && now != null && !now.name().equals(owner.name())) {
                    problems.add("'" + alias + "' is locked as an alias of '" + before.name() + "', but '" + now.name()
                            + "' claims it: events that are stored under it would be read as another type. Put the alias"
                            + " back.");
                }
            }
        }
        return problems;
    }

    /** Versions that went down. */
    List<String> aboutVersions() {
        List<String> problems = new ArrayList<>();
        for (LockedType before : locked) {
            LockedType now = successorOf(before);
            if (now != null && now.version() < before.version()) {
                problems.add("'" + before.name() + "' is locked in version " + before.version()
                        + ", but the class says version " + now.version()
                        + ": events of the higher version cannot be read. Put the version back.");
            }
        }
        return problems;
    }

    /** Shapes that changed while the version stayed. */
    List<String> aboutShapes() {
        List<String> problems = new ArrayList<>();
        for (LockedType before : locked) {
            LockedType now = successorOf(before);
            if (now != null && now.version() == before.version() && !now.shape().equals(before.shape())) {
                problems.add("'" + before.name() + "' has another shape, but still version " + now.version() + "."
                        + System.lineSeparator() + "    locked: " + before.shape() + System.lineSeparator()
                        + "    now:    "
                        + now.shape() + System.lineSeparator()
                        + "  Raise the version in @EventType, and add an upcaster from"
                        + " version " + before.version() + " to EventTypes. If no event of version " + before.version()
                        + " is stored anywhere yet, or all of them still fit, update the file instead.");
            }
        }
        return problems;
    }

    /** Sound changes that the file does not know yet. */
    List<String> aboutTheFile() {
        List<String> problems = new ArrayList<>();
        for (LockedType now : current.values()) {
            if (locked.stream().noneMatch(now::equals) && isSound(now)) {
                boolean isNew =
                        locked.stream().noneMatch(before -> before.name().equals(now.name()));
                problems.add("'" + now.name() + (isNew ? "' is new" : "' has changed")
                        + ", and not in the file as it is now:" + " update the file.");
            }
        }
        return problems;
    }

    /** Whether nothing else is said of it. */
    private boolean isSound(LockedType now) {
        return locked.stream()
                .filter(before -> now.equals(successorOf(before)))
                .allMatch(before -> now.version() > before.version()
                        || (now.version() == before.version() && now.shape().equals(before.shape())));
    }

    /** The type that claims the name now; none if only upcasters read it, or read it and nothing else did. */
    private @Nullable LockedType successorOf(LockedType before) {
        return before.isOnlyUpcast()
                ? null
                : types.named(before.name()).map(LockedType::of).orElse(null);
    }

    /** The lines of a file that fits. */
    List<String> lines() {
        return current.values().stream().map(LockedType::toLine).sorted().toList();
    }
}
