package org.tweedie.api.interchange;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a component that files of another program may describe. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Interchanged {

  /** What reads such a description; has a public constructor without arguments. */
  Class<? extends ForeignForm> value();
}
