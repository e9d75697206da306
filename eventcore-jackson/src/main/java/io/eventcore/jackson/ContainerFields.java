package io.eventcore.jackson;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Finds what a collection or a map of the application has besides its contents, which are all that Jackson writes of it. */
final class ContainerFields {

    private ContainerFields() {}

    static Optional<Field> besidesContents(Class<?> type, JsonMapper mapper) {
        if (type.isArray() || ProblemTexts.isOfTheJdk(type)) {
            return Optional.empty();
        }
        boolean contentsAreElsewhere = isConcreteInTheJdk(type);
        return StoredFields.of(type, mapper).fields().values().stream()
                .filter(field -> contentsAreElsewhere || !mayHoldTheContents(field.getType()))
                .findFirst();
    }

    /** As of one that extends {@code ArrayList}, and not {@code AbstractList}. */
    private static boolean isConcreteInTheJdk(Class<?> type) {
        Class<?> parent = type;
        while (parent != null && !ProblemTexts.isOfTheJdk(parent)) {
            parent = parent.getSuperclass();
        }
        return parent != null && parent != Object.class && !Modifier.isAbstract(parent.getModifiers());
    }

    private static boolean mayHoldTheContents(Class<?> type) {
        return type.isArray() || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }
}
