package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.laws.plugin.DefaultOptions;
import org.tweedie.laws.plugin.ListedComponents;
import org.tweedie.laws.plugin.UnreadOptions;

/**
 * What every plugin must keep, so that the program can list it, construct its components and
 * explain their options. To check one, extend this class and name it; its tests are inherited.
 *
 * <pre>
 * class AcmePluginTest extends PluginContract {
 *   protected DiffusionPlugin plugin() {
 *     return new AcmePlugin();
 *   }
 * }
 * </pre>
 */
public abstract class PluginContract {

  /** The plugin to be checked. */
  protected abstract DiffusionPlugin plugin();

  @Test
  void serviceLoaderFindsThePluginAndItHasComponents() {
    assertThat(ListedComponents.of(plugin().name()).components())
        .as("The plugin %s, as its service file names it, must list components.", plugin().name())
        .isNotEmpty();
  }

  @Test
  void nameCanBeWrittenInAConfig() {
    assertThat(plugin().name())
        .as("A plugin's name must be lower case letters, digits and hyphens.")
        .matches("[a-z][a-z0-9-]*");
  }

  @Test
  void componentsHaveOneConstructorForInjection() {
    components()
        .forEach(
            type -> {
              assertThat(Modifier.isPublic(type.getModifiers()) && !type.isInterface())
                  .as("%s must be a public class.", type.getName())
                  .isTrue();
              assertThat(injected(type))
                  .as("%s must have one public constructor annotated @Inject.", type.getName())
                  .hasSize(1)
                  .allMatch(constructor -> Modifier.isPublic(constructor.getModifiers()));
            });
  }

  @Test
  void componentsAndOptionsAreDescribed() {
    components()
        .forEach(
            type -> {
              assertThat(type.getAnnotation(Description.class))
                  .as("%s must have a @Description, which listings show.", type.getName())
                  .isNotNull();
              options(type)
                  .flatMap(DefaultOptions::options)
                  .forEach(
                      option ->
                          assertThat(option.getAnnotation(Description.class))
                              .as(
                                  "Option %s of %s must have a @Description, which listings show.",
                                  option.getName(), type.getName())
                              .isNotNull());
            });
  }

  @Test
  void optionsHaveNamesOfTheirOwn() {
    components()
        .forEach(
            type ->
                options(type)
                    .forEach(
                        options ->
                            assertThat(
                                    DefaultOptions.options(options).map(RecordComponent::getName))
                                .as(
                                    "The options of %s, with those of included records, must have"
                                        + " names of their own.",
                                    type.getName())
                                .doesNotHaveDuplicates()));
  }

  @Test
  void defaultsMakeOptionsThatAreAccepted() {
    components()
        .flatMap(PluginContract::options)
        .filter(DefaultOptions::areThereFor)
        .forEach(
            options ->
                assertThatCode(() -> DefaultOptions.of(options))
                    .as("The defaults of %s must be written as YAML and fit.", options.getName())
                    .doesNotThrowAnyException());
  }

  @Test
  void optionsAreTakenAndRead() {
    components()
        .forEach(
            type -> {
              List<Class<? extends Record>> taken = options(type).toList();
              List<Class<? extends Record>> declared =
                  Arrays.stream(type.getDeclaredClasses())
                      .filter(nested -> nested.isRecord() && isCalledOptions(nested))
                      .<Class<? extends Record>>map(nested -> nested.asSubclass(Record.class))
                      .toList();
              assertThat(taken)
                  .as("The constructor of %s must take its record Options.", type.getName())
                  .containsAll(declared);
              for (Class<? extends Record> options : taken) {
                assertThat(UnreadOptions.of(options))
                    .extracting(RecordComponent::getName)
                    .as(
                        "Every option of %s must be read: who sets one that is not expects an"
                            + " effect. Those that nothing reads",
                        type.getName())
                    .isEmpty();
              }
            });
  }

  private static boolean isCalledOptions(Class<?> nested) {
    return nested.getSimpleName().equals("Options");
  }

  private Stream<Class<?>> components() {
    ListedComponents listing = new ListedComponents();
    plugin().configure(listing);
    return listing.components().values().stream();
  }

  private static List<Constructor<?>> injected(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors())
        .filter(constructor -> constructor.isAnnotationPresent(Inject.class))
        .toList();
  }

  /** The records nested in a component that its constructor takes. */
  private static Stream<Class<? extends Record>> options(Class<?> type) {
    return injected(type).stream()
        .flatMap(constructor -> Arrays.stream(constructor.getParameterTypes()))
        .filter(parameter -> parameter.isRecord() && parameter.getEnclosingClass() == type)
        .map(parameter -> parameter.asSubclass(Record.class));
  }
}
