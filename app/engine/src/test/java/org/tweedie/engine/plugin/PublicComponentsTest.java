package org.tweedie.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever uses the components from Java can make each of them, with options of any value. */
class PublicComponentsTest {

  private final Set<Class<?>> seen = new LinkedHashSet<>();

  @Test
  void everyBuiltInComponentAndWhatItIsMadeOfCanBeMadeByAnybody() {
    List<ComponentType> all = new PluginLoader().load(List.of()).registry().all();
    all.forEach(component -> check(component.type(), component.fullName()));
    assertThat(seen).hasSizeGreaterThan(all.size());
  }

  private void check(Class<?> type, String whose) {
    if (!type.getName().startsWith("org.tweedie.") || !seen.add(type)) {
      return;
    }
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      assertThat(Modifier.isPublic(outer.getModifiers())).as("%s of %s", outer, whose).isTrue();
    }
    if (type.isInterface() || type.isEnum()) {
      return;
    }
    boolean made =
        Arrays.stream(type.getMethods())
            .anyMatch(
                method ->
                    Modifier.isStatic(method.getModifiers())
                        && method.getReturnType().equals(type));
    for (Constructor<?> constructor : type.getConstructors()) {
      made = true;
      for (Class<?> parameter : constructor.getParameterTypes()) {
        check(parameter, whose);
      }
    }
    assertThat(made).as("a public way to make %s of %s", type, whose).isTrue();
  }
}
