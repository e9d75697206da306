package io.eventcore;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name under which events of a class are stored. The name, not the class, is what the store remembers: classes
 * may be renamed and moved, names may not.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** {@return the name: 1 to 255 characters, unique in a registry} */
    String value();

    /** {@return names under which older events of this type were stored} */
    String[] aliases() default {};

    /** {@return the version of the payload's shape that is written now, at least 1} */
    int version() default 1;
}
