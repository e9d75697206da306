/** Course enrolment: neither the places of a course nor the courses of a student are exceeded. */
@NullMarked
package io.eventcore.examples.courses;

import org.jspecify.annotations.NullMarked;
