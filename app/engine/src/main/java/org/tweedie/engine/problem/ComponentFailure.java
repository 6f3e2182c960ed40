package org.tweedie.engine.problem;

/**
 * A component that answered with what its kind does not allow, or failed when it was asked. The
 * message says which component, of which plugin and jar, in which method, and what it did.
 */
public final class ComponentFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private ComponentFailure(String message) {
    super(message);
  }

  private ComponentFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A component that failed.
   *
   * @param who the component, with its plugin and jar
   * @param method which of its methods
   * @param did what that did, as the end of a sentence without its full stop
   * @param cause what it threw
   */
  public static ComponentFailure thrown(String who, String method, String did, Throwable cause) {
    return new ComponentFailure(message(who, method, did), cause);
  }

  /**
   * A component that answered.
   *
   * @param who the component, with its plugin and jar
   * @param method which of its methods
   * @param gives what that gives, as the end of a sentence without its full stop
   */
  public static ComponentFailure answered(String who, String method, String gives) {
    return new ComponentFailure(message(who, method, gives));
  }

  private static String message(String who, String method, String did) {
    return "%s is broken: its method '%s' %s.\nPlease choose another, and tell its author."
        .formatted(who, method, did);
  }

  /** The same, with what could not go on because of it in front. */
  public ComponentFailure during(String work) {
    return new ComponentFailure(work + "\n" + getMessage(), this);
  }
}
