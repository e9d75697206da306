package io.eventcore.bench;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;

/** What a user sees of a class, its type arguments included, names no class of the hidden packages. */
final class HidePackages extends ArchCondition<JavaClass> {

    private final String hidden;

    /** @param hidden the name of the packages, as {@code .internal} */
    HidePackages(String hidden) {
        super("not show classes of '" + hidden + "' packages");
        this.hidden = hidden;
    }

    static boolean isIn(JavaClass type, String hidden) {
        return (type.getPackageName() + ".").contains(hidden + ".");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        type.getSuperclass().ifPresent(parent -> checkType(type, parent, events));
        type.getInterfaces().forEach(parent -> checkType(type, parent, events));
        for (JavaMember member : type.getMembers()) {
            if (isOpen(member)) {
                report(type, member.getFullName(), member.getAllInvolvedRawTypes(), events);
            }
        }
    }

    private static boolean isOpen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private void checkType(JavaClass type, JavaType parent, ConditionEvents events) {
        report(type, type.getName(), parent.getAllInvolvedRawTypes(), events);
    }

    private void report(JavaClass type, String place, Collection<JavaClass> shown, ConditionEvents events) {
        for (JavaClass one : shown) {
            events.add(new SimpleConditionEvent(type, !isIn(one, hidden), place + " shows " + one.getName()));
        }
    }
}
