package io.eventcore.bench;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;

/**
 * Only the module itself uses its {@code internal} packages, and those to which it exports them: projections and the adapter
 * of PostgreSQL use those of the API, that adapter also those of the codec.
 */
final class KeepToOwnInternals extends ArchCondition<JavaClass> {

    private static final String API = "api";

    private static final Map<String, Set<String>> EXPORTED_TO =
            Map.of(API, Set.of("projections", "postgres"), "jackson", Set.of("postgres"));

    private final String root;

    KeepToOwnInternals(String root) {
        super("use internal packages of their own module only");
        this.root = root;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass();
            if (HidePackages.isIn(target, ".internal")
                    && target.getPackageName().startsWith(root + ".")) {
                boolean allowed = isAllowed(moduleOf(type), moduleOf(target));
                events.add(new SimpleConditionEvent(dependency, allowed, dependency.getDescription()));
            }
        }
    }

    private static boolean isAllowed(String user, String owner) {
        return user.equals(owner) || EXPORTED_TO.getOrDefault(owner, Set.of()).contains(user);
    }

    private String moduleOf(JavaClass type) {
        String below = type.getPackageName().substring(root.length());
        String[] names = below.split("\\.", 3);
        return names.length < 2 || names[1].equals("internal") ? API : names[1];
    }
}
