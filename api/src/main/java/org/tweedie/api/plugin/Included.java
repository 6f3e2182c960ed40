package org.tweedie.api.plugin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes the options of another record into an options record, so that components which share
 * options share their names, descriptions, defaults, constraints and checks. In a config they stand
 * on the same level as the record's own, in the place of the component that is annotated:
 *
 * <pre>
 * public record Options(
 *     &#64;Included(defaults = {"steps: 18", "grid: karras"}) Walk.Options walk,
 *     &#64;Description("randomness of the steps") &#64;Default("0") double eta) {}
 *
 * sampler: {type: acme-sampler, steps: 50, eta: 0.2}
 * </pre>
 *
 * <p>The component's type is a record whose components are options themselves, or include further
 * records. Its constructor may refuse values that do not go together, as that of any options
 * record. The component itself has no name in a config, and so neither {@link Description} nor
 * {@link Default}. No two options may have one name, wherever they come from: a plugin in which
 * they do is not loaded.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Included {
  /**
   * Defaults that take the place of the included record's, each written like the line of a config:
   * {@code "steps: 18"}. They are also defaults for options that have none there.
   */
  String[] defaults() default {};
}
