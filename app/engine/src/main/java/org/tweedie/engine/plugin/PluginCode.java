package org.tweedie.engine.plugin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.InOrder;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.problem.ComponentFailure;

/**
 * Plugins' code runs with the plugin's class loader as the thread's context class loader: libraries
 * ask that one for services and resources, and would otherwise find the program's.
 */
public final class PluginCode {

  private PluginCode() {}

  /** Code that answers, and may throw. */
  interface Code<T, E extends Exception> {
    T run() throws E;
  }

  /** Whether a class comes from a plugin's jar. */
  public static boolean isIn(Class<?> type) {
    return type.getClassLoader() instanceof PluginClassLoader;
  }

  /**
   * Makes a component of a plugin, and sees to it that calls of it, and of what it answers with as
   * far as that has an interface of the api, run as the plugin's code.
   *
   * @param component the component
   * @param spi the interface that is asked for
   * @param made makes it
   * @return a stand-in with all interfaces of the api that the component has. Its answers are
   *     looked at, and what is wrong with one, or thrown in its place, is told as a {@link
   *     ComponentFailure}
   */
  public static <T> T make(ComponentType component, Class<T> spi, Supplier<? extends T> made) {
    return spi.cast(standIn(component.who(), call(component.type().getClassLoader(), made::get)));
  }

  /** Runs code of a plugin. */
  static <T, E extends Exception> T call(ClassLoader plugin, Code<T, E> code) throws E {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(plugin);
    try {
      return code.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object standIn(String who, Object answer) {
    if (answer instanceof Optional<?> one) {
      return one.map(it -> standIn(who, it));
    }
    if (answer == null || !isIn(answer.getClass())) {
      return answer;
    }
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    collectShared(answer.getClass(), interfaces);
    return interfaces.isEmpty()
        ? answer
        : Proxy.newProxyInstance(
            PluginCode.class.getClassLoader(),
            interfaces.toArray(Class<?>[]::new),
            new StandIn(who, answer));
  }

  /** The interfaces of a class that the program and its plugins share. */
  private static void collectShared(Class<?> type, Set<Class<?>> all) {
    if (type.isInterface()
        && Modifier.isPublic(type.getModifiers())
        && PluginClassLoader.isShared(type.getName())) {
      all.add(type);
    }
    Stream.concat(Stream.of(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()))
        .forEach(above -> collectShared(above, all));
  }

  /**
   * What a call of a stand-in does.
   *
   * @param who the component, for messages
   * @param object the component, or what it answered with
   */
  private record StandIn(String who, Object object) implements InvocationHandler {

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (isDefault(method)) {
        // The api's own code, which asks this one for the rest.
        return InvocationHandler.invokeDefault(proxy, method, arguments);
      }
      Object[] asked = Stream.ofNullable(arguments).flatMap(Arrays::stream).toArray();
      Object answer = answer(method, Arrays.stream(asked).map(this::plain).toArray());
      Optional<String> wrong = Answers.wrong(proxy, method, asked, answer);
      if (wrong.isPresent()) {
        throw ComponentFailure.answered(who, method.getName(), wrong.get());
      }
      return standIn(who, answer);
    }

    private Object answer(Method method, Object[] plain) throws ReflectiveOperationException {
      try {
        return call(loader(), () -> method.invoke(object, plain));
      } catch (InvocationTargetException thrown) {
        throw Refusals.of(who, method, Optional.ofNullable(thrown.getCause()).orElse(thrown));
      }
    }

    /** Whether the component leaves a method to the api. */
    private boolean isDefault(Method method) {
      if (!method.isDefault()) {
        return false;
      }
      try {
        return object
            .getClass()
            .getMethod(method.getName(), method.getParameterTypes())
            .equals(method);
      } catch (NoSuchMethodException another) {
        return false;
      }
    }

    private ClassLoader loader() {
      return object.getClass().getClassLoader();
    }

    /** To its own code a plugin's object is what it is: it may look for itself in an assembly. */
    private Object plain(Object argument) {
      if (argument instanceof InOrder several) {
        return new InOrder(
            several.members().stream().map(one -> plain(Guidance.class, one)).toList());
      }
      if (argument instanceof Assembly assembly) {
        return plain(assembly);
      }
      return argument != null
              && Proxy.isProxyClass(argument.getClass())
              && Proxy.getInvocationHandler(argument) instanceof StandIn other
              && other.loader() == loader()
          ? other.object
          : argument;
    }

    private <T> T plain(Class<T> type, T argument) {
      return type.cast(plain((Object) argument));
    }

    private Assembly plain(Assembly assembly) {
      return new Assembly(
          assembly.data(),
          plain(NoiseSchedule.class, assembly.schedule()),
          assembly.learnedSchedule().map(learned -> plain(LearnedSchedule.class, learned)),
          plain(DenoiserNetwork.class, assembly.network()),
          plain(Preconditioning.class, assembly.preconditioning()),
          plain(Objective.class, assembly.objective()),
          plain(TimeDistribution.class, assembly.times()),
          plain(Sampler.class, assembly.sampler()),
          plain(Guidance.class, assembly.guidance()),
          assembly.labelDropout(),
          assembly.conditioning());
    }
  }
}
