package org.tweedie.engine.scene;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What of a picture is as its caption says. Each is judged by itself: of colours, shapes and sizes
 * which there are, not of how many objects. A picture of no scene is in nothing as it should be.
 *
 * @param asked what the caption says
 * @param found the objects of the picture; empty where it shows no scene
 */
public record CaptionFit(SceneCaption asked, Optional<List<SceneObject>> found) {

  /** What can be right or wrong. */
  public enum Item {
    /** Everything: the caption of what was found is the caption that was asked for. */
    WHOLE,
    /** How many objects there are. */
    COUNT,
    /** Their colours. */
    COLOUR,
    /** Their shapes. */
    SHAPE,
    /** Their sizes. */
    SIZE,
    /** How the two lie to one another that are most like those that the caption names. */
    RELATION
  }

  /** What a caption speaks of. */
  public Set<Item> items() {
    return asked.relation().isPresent()
        ? EnumSet.allOf(Item.class)
        : EnumSet.complementOf(EnumSet.of(Item.RELATION));
  }

  /** Whether that much is right. */
  public boolean isRight(Item item) {
    return found
        .map(
            objects ->
                switch (item) {
                  case WHOLE -> SceneCaption.of(objects).equals(Optional.of(asked));
                  case COUNT -> objects.size() == asked.count();
                  case COLOUR -> areAll(SceneLook::colour, objects);
                  case SHAPE -> areAll(SceneLook::shape, objects);
                  case SIZE -> areAll(SceneLook::size, objects);
                  case RELATION -> isRelated(objects);
                })
        .orElse(false);
  }

  private boolean areAll(Function<SceneLook, Object> what, List<SceneObject> objects) {
    Set<Object> wanted = asked.looks().stream().map(what).collect(Collectors.toSet());
    return objects.stream()
        .map(SceneObject::look)
        .map(what)
        .collect(Collectors.toSet())
        .equals(wanted);
  }

  private boolean isRelated(List<SceneObject> objects) {
    int most = -1;
    boolean holds = false;
    for (int i = 0; i < objects.size(); i++) {
      for (int j = 0; j < objects.size(); j++) {
        SceneObject first = objects.get(i);
        SceneObject second = objects.get(j);
        int alike =
            first.look().agreement(asked.looks().get(0))
                + second.look().agreement(asked.looks().get(asked.count() - 1));
        if (i != j && alike >= most) {
          boolean related = asked.relation().filter(it -> it.holds(first, second)).isPresent();
          holds = related || (holds && alike == most);
          most = alike;
        }
      }
    }
    return holds;
  }
}
