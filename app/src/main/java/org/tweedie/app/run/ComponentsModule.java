package org.tweedie.app.run;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.app.config.Choice;
import org.tweedie.app.config.RunConfig;
import org.tweedie.app.tensor.TrainedSchedule;

/** Binds the chosen class of each kind, its options, and what the run offers. */
final class ComponentsModule extends AbstractModule {

  private final RunConfig config;

  ComponentsModule(RunConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().disableCircularProxies();
    config
        .components()
        .forEach(
            (kind, choice) -> {
              if (LearnedSchedule.class.isAssignableFrom(choice.type().type())) {
                component(LearnedSchedule.class, choice.type().type());
                initialSchedule();
              } else {
                component(kind.spi(), choice.type().type());
              }
              options(choice);
            });
  }

  /** Who asks for the schedule, where it is learned, sees it as it is before training. */
  private void initialSchedule() {
    Provider<LearnedSchedule> learned = getProvider(LearnedSchedule.class);
    bind(NoiseSchedule.class)
        .toProvider(() -> TrainedSchedule.initial(learned.get(), config.train().seed()))
        .in(Singleton.class);
  }

  @Provides
  @Singleton
  DataDescription description(DataSource data) {
    return data.description();
  }

  /** The registry holds only classes that implement their kind's SPI. */
  @SuppressWarnings("unchecked")
  private <T> void component(Class<T> spi, Class<?> type) {
    bind(type).in(Singleton.class);
    bind(spi).to((Class<? extends T>) type);
  }

  private void options(Choice choice) {
    choice.options().ifPresent(options -> instance(options.getClass(), options));
  }

  private <T> void instance(Class<T> type, Object options) {
    bind(TypeLiteral.get(type)).toInstance(type.cast(options));
  }
}
