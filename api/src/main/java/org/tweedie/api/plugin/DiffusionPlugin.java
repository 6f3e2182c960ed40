package org.tweedie.api.plugin;

/**
 * The one service that a jar brings: found by {@link java.util.ServiceLoader}, it lists the jar's
 * components.
 *
 * <p>A component is a public class with one constructor annotated {@code jakarta.inject.Inject}.
 * The constructor may take the component's options, which are a record nested in the class
 * (conventionally named {@code Options}), and what the run offers: {@link
 * org.tweedie.api.data.DataDescription} and the run's other components by their SPI, as far as they
 * do not ask for one another in a circle; guidance may ask for {@link
 * org.tweedie.api.guidance.Resources} too. Each component of the options record carries a {@link
 * Description}, usually a {@link Default}, and constraints of {@code
 * jakarta.validation.constraints}. Options may be numbers, booleans, strings, enums (written in
 * lower case with hyphens), and lists of them; their names are the record's, in lower case with
 * hyphens ({@code maxBeta} is {@code max-beta}). Options that several components share are a record
 * of their own, which each one's record takes in ({@link Included}).
 *
 * <p>The jar's manifest states {@code Tweedie-Api-Version}, the {@link #API_VERSION} that it was
 * compiled against. It may state {@code Tweedie-TensorFlow-Version} too, the version of TensorFlow
 * for Java: then networks, objectives and whatever else is made of its operations are left out by a
 * program with another minor one, instead of failing in the middle of a run.
 */
public interface DiffusionPlugin {

  /**
   * The version of this api, major and minor. A plugin runs where the major version is the same and
   * the minor one at least its own.
   */
  String API_VERSION = "0.2";

  /**
   * The plugin's name, unique among those loaded; {@code name/component} always names one of its
   * components.
   *
   * @return a name of the form {@code [a-z][a-z0-9-]*}
   */
  String name();

  /** Lists the components, one line each. */
  void configure(Components components);
}
