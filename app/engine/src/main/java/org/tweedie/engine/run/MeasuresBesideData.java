package org.tweedie.engine.run;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measure;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.plugin.Advice;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problem;

/**
 * Measures of samples beside data, where there is no run. To close them closes the classifiers that
 * they may have opened.
 *
 * @param measures the measures, in the order of the choices
 * @param others what was opened of runs
 */
public record MeasuresBesideData(List<Measure> measures, OtherRuns others)
    implements AutoCloseable {

  /**
   * Makes them.
   *
   * @param choices measures with their options
   * @param registry the components of which runs may be made that they ask for
   * @throws ConfigException with all that refuse their options, or ask for parts of a run
   */
  public static MeasuresBesideData of(List<Choice> choices, DataSource data, Registry registry) {
    OtherRuns others = new OtherRuns(registry);
    List<Measure> measures = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Choice choice : choices) {
      try {
        measures.add(
            (Measure)
                Guice.createInjector(Stage.DEVELOPMENT, module(choice, data, others))
                    .getInstance(choice.type().type()));
      } catch (ProvisionException refused) {
        problems.add(refused(choice, Optional.ofNullable(refused.getCause()).orElse(refused)));
      } catch (CreationException unwired) {
        problems.add(
            problem(choice, "It asks for other parts of a run, and here are samples without one."));
      }
    }
    if (!problems.isEmpty()) {
      others.close();
      throw new ConfigException(problems);
    }
    return new MeasuresBesideData(List.copyOf(measures), others);
  }

  private static Module module(Choice choice, DataSource data, OtherRuns others) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        binder().requireExplicitBindings();
        binder().requireAtInjectOnConstructors();
        bind(DataDescription.class).toInstance(data.description());
        bind(DataSource.class).toInstance(data);
        bind(Resources.class)
            .toInstance(others.forMeasure(choice.location(), Optional.empty(), data));
        bind(choice.type().type());
        choice.options().ifPresent(options -> instance(options.getClass(), options));
      }

      private <O> void instance(Class<O> type, Object options) {
        bind(TypeLiteral.get(type)).toInstance(type.cast(options));
      }
    };
  }

  private static Problem refused(Choice choice, Throwable cause) {
    boolean inWords = cause instanceof IllegalArgumentException || cause instanceof DataException;
    return problem(choice, inWords ? Advice.said(cause) : Advice.thrown(cause));
  }

  private static Problem problem(Choice choice, String reason) {
    return new Problem(
        "invalid-value",
        choice.location(),
        choice.type().kind().key(),
        List.of(
            "The %s '%s': %s".formatted(choice.type().kind().word(), choice.reference(), reason)));
  }

  @Override
  public void close() {
    others.close();
  }
}
