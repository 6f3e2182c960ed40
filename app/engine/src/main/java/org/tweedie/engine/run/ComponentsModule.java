package org.tweedie.engine.run;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.name.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Kind;
import org.tweedie.engine.tensor.TrainedSchedule;

/**
 * Binds the chosen class of each kind, its options, and what the run offers. Of guidance there may
 * be several, even of one class with different options, so each is bound in a module of its own.
 */
final class ComponentsModule extends AbstractModule {

  private final RunConfig config;
  private final Optional<DataSource> data;
  private final OtherRuns others;

  /**
   * For a run.
   *
   * @param data data that are there already; else they are made as the config says
   */
  ComponentsModule(RunConfig config, Optional<DataSource> data, OtherRuns others) {
    this.config = config;
    this.data = data;
    this.others = others;
  }

  /** The key of one guidance, counted from 0. */
  static Key<Guidance> guidance(int index) {
    return Key.get(Guidance.class, Names.named("guidance." + index));
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().disableCircularProxies();
    for (Kind kind : Kind.values()) {
      Choice choice = config.component(kind);
      if (kind == Kind.DATA && data.isPresent()) {
        bind(DataSource.class).toInstance(data.get());
      } else if (LearnedSchedule.class.isAssignableFrom(choice.type().type())) {
        component(LearnedSchedule.class, choice.type().type());
        initialSchedule();
        options(choice);
      } else if (kind != Kind.GUIDANCE) {
        component(kind.spi(), choice.type().type());
        options(choice);
      }
    }
    for (int i = 0; i < config.components(Kind.GUIDANCE).size(); i++) {
      install(guidanceModule(i));
    }
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
  DataDescription description(DataSource source) {
    return source.description();
  }

  @Provides
  @Singleton
  Guidance guidance(Injector injector) {
    List<Guidance> members =
        IntStream.range(0, config.components(Kind.GUIDANCE).size())
            .mapToObj(i -> injector.getInstance(guidance(i)))
            .toList();
    return Guidance.inOrder(members);
  }

  private Module guidanceModule(int index) {
    Choice choice = config.components(Kind.GUIDANCE).get(index);
    return new PrivateModule() {
      @Override
      protected void configure() {
        binder().requireExplicitBindings();
        binder().requireAtInjectOnConstructors();
        // The registry holds only classes that implement their kind's SPI.
        Class<? extends Guidance> type = choice.type().type().asSubclass(Guidance.class);
        bind(type).in(Singleton.class);
        bind(guidance(index)).to(type);
        choice.options().ifPresent(options -> bindInstance(options.getClass(), options));
        expose(guidance(index));
      }

      @Provides
      Resources resources(DataSource source, NoiseSchedule schedule) {
        return others.from(choice.location(), config, source, schedule);
      }

      private <T> void bindInstance(Class<T> type, Object options) {
        bind(TypeLiteral.get(type)).toInstance(type.cast(options));
      }
    };
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
