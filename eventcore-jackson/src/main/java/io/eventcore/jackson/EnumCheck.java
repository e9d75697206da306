package io.eventcore.jackson;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads each constant of an enum: there are few, and annotations may give two of them one name. */
final class EnumCheck {

    private final TypeCheck types;
    private final JsonMapper mapper;

    EnumCheck(TypeCheck types, JsonMapper mapper) {
        this.types = types;
        this.mapper = mapper;
    }

    void check(TypeCheck.Value value) {
        Object[] constants = value.type().getRawClass().getEnumConstants();
        if (constants == null) {
            types.refuse(value, ProblemTexts.ofAbstract(value.type().getRawClass()));
            return;
        }
        for (Object constant : constants) {
            if (!comesBack((Enum<?>) constant)) {
                types.refuse(value, ProblemTexts.enumConstant((Enum<?>) constant));
            }
        }
    }

    private boolean comesBack(Enum<?> constant) {
        try {
            return mapper.readValue(mapper.writeValueAsString(constant), constant.getDeclaringClass()) == constant;
        } catch (JacksonException e) {
            return false;
        }
    }
}
