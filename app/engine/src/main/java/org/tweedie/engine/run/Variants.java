package org.tweedie.engine.run;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.TypeLiteral;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.tensor.TrainedSchedule;

/** Single components, made beside a run's or without one. */
public final class Variants {

  private Variants() {}

  /**
   * A component of a config, with data that are there already.
   *
   * @param config a config
   * @param spi the component's kind
   * @param data what others of its components may ask for
   * @return the component; empty if it refuses its options
   */
  public static <T> Optional<T> make(RunConfig config, Class<T> spi, DataSource data) {
    Module withData =
        new ComponentsModule(config, Optional.of(data), new OtherRuns(new Registry(List.of())));
    try {
      return Optional.of(Injectors.of(withData).getInstance(spi));
    } catch (ProvisionException | CreationException refused) {
      return Optional.empty();
    }
  }

  /**
   * A component by itself.
   *
   * @param choice the component with its options
   * @param spi what it is to be
   * @param data the data that it may ask about
   * @throws ConfigException if it refuses its options, or asks for other components of a run
   */
  public static <T> T make(Choice choice, Class<T> spi, DataDescription data) {
    Module module =
        new AbstractModule() {
          @Override
          protected void configure() {
            binder().requireExplicitBindings();
            bind(DataDescription.class).toInstance(data);
            bind(choice.type().type());
            choice.options().ifPresent(options -> instance(options.getClass(), options));
          }

          private <O> void instance(Class<O> type, Object options) {
            bind(TypeLiteral.get(type)).toInstance(type.cast(options));
          }
        };
    try {
      return spi.cast(Injectors.of(module).getInstance(choice.type().type()));
    } catch (ProvisionException refused) {
      throw refused(choice, Optional.ofNullable(refused.getCause()).orElse(refused).getMessage());
    } catch (CreationException unwired) {
      throw refused(choice, "It cannot be made by itself: it asks for other parts of a run.");
    }
  }

  /**
   * A schedule by itself; of a learned one, as it is before training.
   *
   * @param choice the schedule with its options
   * @param data the data that it may ask about
   * @throws ConfigException if it refuses its options, or asks for other components of a run
   */
  public static NoiseSchedule schedule(Choice choice, DataDescription data) {
    return LearnedSchedule.class.isAssignableFrom(choice.type().type())
        ? TrainedSchedule.initial(make(choice, LearnedSchedule.class, data), 1)
        : make(choice, NoiseSchedule.class, data);
  }

  private static ConfigException refused(Choice choice, @Nullable String reason) {
    return new ConfigException(
        List.of(
            new Problem(
                "invalid-value",
                choice.location(),
                choice.type().kind().key(),
                List.of(String.valueOf(reason)))));
  }
}
