package io.eventcore.jackson;

import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.ser.PropertyWriter;

/** Whether the module of a class lets Jackson do what it must. Jackson itself finds out when the first event is written. */
final class ModuleCheck {

    private ModuleCheck() {}

    static boolean isReachable(
            Class<?> type,
            ValueInstantiator maker,
            Collection<PropertyWriter> written,
            Collection<SettableBeanProperty> read) {
        Module home = type.getModule();
        Module jackson = ObjectMapper.class.getModule();
        if (home.isOpen(type.getPackageName(), jackson)) {
            return true;
        }
        return home.isExported(type.getPackageName(), jackson)
                && Stream.concat(
                                Stream.of(maker.getWithArgsCreator(), maker.getDefaultCreator()),
                                Stream.concat(
                                        written.stream().map(PropertyWriter::getMember),
                                        read.stream()
                                                .filter(property -> !property.isCreatorProperty())
                                                .map(SettableBeanProperty::getMember)))
                        .filter(Objects::nonNull)
                        .map(AnnotatedMember::getMember)
                        .allMatch(ModuleCheck::isPublic);
    }

    private static boolean isPublic(Member member) {
        boolean open = Modifier.isPublic(member.getModifiers());
        for (Class<?> at = member.getDeclaringClass(); at != null; at = at.getEnclosingClass()) {
            open &= Modifier.isPublic(at.getModifiers());
        }
        return open;
    }
}
