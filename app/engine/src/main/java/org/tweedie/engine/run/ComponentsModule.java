package org.tweedie.engine.run;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.name.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Latents;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.PairedData;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.PluginCode;
import org.tweedie.engine.tensor.TrainedSchedule;

/** Binds the chosen classes of each kind, their options, and what the run offers. */
final class ComponentsModule extends AbstractModule {

  private final RunConfig config;
  private final Optional<DataSource> data;
  private final OtherRuns others;

  /** Whether components may see latents in the place of data, and not all see the same. */
  private final boolean mayDiffuseLatents;

  /**
   * For a run.
   *
   * @param data data that are there already; else they are made as the config says
   */
  ComponentsModule(RunConfig config, Optional<DataSource> data, OtherRuns others) {
    this.config = config;
    this.data = data;
    this.others = others;
    mayDiffuseLatents = !config.components(Kinds.LATENTS).isEmpty();
  }

  /** The key of a component: its interface, and where a run may have several its number too. */
  static Key<?> key(RunConfig config, Kind<?> kind, int index) {
    // Of a learned schedule this is the interface of learned ones.
    Class<?> type = config.components(kind).get(index).type().kind().type();
    return kind.isList() ? Key.get(type, Names.named(kind.key() + "." + index)) : Key.get(type);
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().disableCircularProxies();
    absent();
    descriptions();
    for (Kind<?> kind : Kinds.all()) {
      if (kind.equals(Kinds.DATA) && data.isPresent()) {
        bind(DataSource.class).toInstance(data.get());
      } else {
        for (int i = 0; i < config.components(kind).size(); i++) {
          component(kind, i);
        }
        // Guidance is put together below.
        if (config.components(kind).isEmpty()
            && Kinds.ofDiffusion().contains(kind)
            && !kind.equals(Kinds.GUIDANCE)) {
          absent(kind);
        }
      }
    }
  }

  private void absent() {
    if (config.components(Kinds.MODEL).isEmpty()) {
      // Where no model can be chosen it is a diffusion.
      bind(ModelFamily.class).toInstance(any -> Optional.empty());
    }
  }

  private <T> void absent(Kind<T> kind) {
    bind(kind.type()).toInstance(NoDiffusion.of(kind));
  }

  private void component(Kind<?> kind, int index) {
    Choice choice = config.components(kind).get(index);
    Class<?> type = choice.type().type();
    boolean seesItsOwn =
        mayDiffuseLatents && !kind.equals(Kinds.DATA) && !kind.equals(Kinds.IMAGE_CONDITION);
    if (kind.isList() || seesItsOwn) {
      install(member(kind, choice, key(config, kind, index)));
      if (LearnedSchedule.class.isAssignableFrom(type)) {
        initialSchedule();
      }
    } else {
      bind(type).in(Singleton.class);
      if (kind.equals(Kinds.DATA)) {
        data(choice.type());
      } else {
        to(binder(), key(config, kind, index), choice.type());
      }
      choice.options().ifPresent(options -> instance(options.getClass(), options));
      if (LearnedSchedule.class.isAssignableFrom(type)) {
        initialSchedule();
      }
    }
  }

  /** Who asks for the schedule, where it is learned, sees it as it is before training. */
  private void initialSchedule() {
    Provider<LearnedSchedule> learned = getProvider(LearnedSchedule.class);
    bind(NoiseSchedule.class)
        .toProvider(() -> TrainedSchedule.initial(learned.get(), config.train().seed()))
        .in(Singleton.class);
  }

  /** What the data are like; where latents may be diffused, each kind is told what it sees. */
  private void descriptions() {
    Provider<DataSource> source = getProvider(DataSource.class);
    if (!mayDiffuseLatents) {
      bind(DataDescription.class).toProvider(() -> source.get().description()).in(Singleton.class);
      return;
    }
    Provider<Latents> latents = getProvider(Latents.class);
    for (SeenSpace space : SeenSpace.values()) {
      bind(described(space))
          .toProvider(
              () -> {
                DataDescription data = source.get().description();
                return space == SeenSpace.DATA ? data : space.of(data, latents.get().shape(data));
              })
          .in(Singleton.class);
    }
  }

  private static Key<DataDescription> described(SeenSpace space) {
    return Key.get(DataDescription.class, Names.named(space.name()));
  }

  @Provides
  @Singleton
  Guidance guidance(Injector injector) {
    if (config.components(Kinds.GUIDANCE).isEmpty()) {
      return NoDiffusion.of(Kinds.GUIDANCE);
    }
    List<Guidance> members = new ArrayList<>();
    for (int i = 0; i < config.components(Kinds.GUIDANCE).size(); i++) {
      members.add((Guidance) injector.getInstance(key(config, Kinds.GUIDANCE, i)));
    }
    return Guidance.inOrder(members);
  }

  /**
   * One of a list, of which there may be several of one class with different options; or one that
   * sees something of its own of the data.
   */
  private <T> Module member(Kind<?> kind, Choice choice, Key<T> key) {
    return new PrivateModule() {
      @Override
      protected void configure() {
        binder().requireExplicitBindings();
        binder().requireAtInjectOnConstructors();
        bind(choice.type().type()).in(Singleton.class);
        ComponentsModule.to(binder(), key, choice.type());
        choice.options().ifPresent(options -> bindInstance(options.getClass(), options));
        if (mayDiffuseLatents) {
          bind(DataDescription.class).to(described(SeenSpace.by(kind)));
        }
        expose(key);
      }

      @Provides
      Resources resources(
          DataSource source, Provider<NoiseSchedule> schedule, Provider<Latents> latents) {
        if (kind.equals(Kinds.MEASURES)) {
          return others.forMeasure(choice.location(), Optional.of(config), source);
        } else if (kind.equals(Kinds.LATENTS)) {
          // A schedule may ask for the shape of what this one is to tell.
          return others.forLatents(choice.location(), config, source);
        }
        return others.from(
            kind.stage(),
            choice.location(),
            config,
            source,
            schedule.get(),
            latents.get().shape(source.description()).isPresent());
      }

      private <O> void bindInstance(Class<O> type, Object options) {
        bind(TypeLiteral.get(type)).toInstance(type.cast(options));
      }
    };
  }

  /** Each example with the image that is made of it, where one is, and all looked at when read. */
  private void data(ComponentType chosen) {
    Key<DataSource> key = Key.get(DataSource.class);
    Provider<? extends DataSource> plain = getProvider(chosen.type().asSubclass(DataSource.class));
    Optional<Provider<ImageCondition>> image =
        config.components(Kinds.IMAGE_CONDITION).isEmpty()
            ? Optional.empty()
            : Optional.of(getProvider(ImageCondition.class));
    bind(key)
        .toProvider(
            () -> {
              DataSource source = made(chosen, key, plain);
              return CheckedData.of(
                  chosen,
                  image.<DataSource>map(it -> PairedData.of(source, it.get())).orElse(source));
            })
        .in(Singleton.class);
  }

  /** The registry holds only classes that implement their kind's interface. */
  @SuppressWarnings("unchecked")
  private static <T> void to(Binder binder, Key<T> key, ComponentType chosen) {
    Class<? extends T> component = (Class<? extends T>) chosen.type();
    if (PluginCode.isIn(component)) {
      Provider<? extends T> plain = binder.getProvider(component);
      binder.bind(key).toProvider(() -> made(chosen, key, plain)).in(Singleton.class);
    } else {
      binder.bind(key).to(component);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T made(ComponentType chosen, Key<T> key, Provider<? extends T> plain) {
    return PluginCode.isIn(chosen.type())
        ? PluginCode.make(chosen, (Class<T>) key.getTypeLiteral().getRawType(), plain::get)
        : plain.get();
  }

  private <T> void instance(Class<T> type, Object options) {
    bind(TypeLiteral.get(type)).toInstance(type.cast(options));
  }
}
