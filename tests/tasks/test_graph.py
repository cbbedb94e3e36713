"""The plan never proposes what cannot be run, and proposes everything in the end."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pyimg.tasks import NoHash, NoLoad, Task, Tasklet, describe, recursive_dependencies
from pyimg.tasks.graph import Graph, Plan
from pyimg.tasks.relations import topological_sort


def f(*args):
    return args


edges = st.lists(st.lists(st.integers(0, 100), max_size=3), min_size=1, max_size=25)


def build(below):
    tasks = []
    for i, lower in enumerate(below):
        tasks.append(Task(f, i, *[tasks[j % i] for j in lower if i]))
    return tasks


@given(edges, st.integers(0, 2**32))
def test_a_plan_runs_everything_in_order(below, seed):
    random = Random(seed)
    graph = Graph(build(below))
    order = list(graph.tasks)
    there = set(random.sample(order, random.randrange(len(order))))
    plan, out, run = Plan(graph, set(there), turn=random.random()), [], []
    while plan.left():
        name = plan.next()
        if name is not None:
            # Never before what it stands on, never twice at a time.
            assert name not in there and name not in out
            assert all(n in there for n in graph.needs.get(name, ()))
            plan.back(name) if random.random() < 0.2 else out.append(name)
        elif not out:
            raise AssertionError("nothing is proposed, and something is left")
        if out and random.random() < 0.5:
            name = out.pop(random.randrange(len(out)))
            if all(n in there for n in graph.needs.get(name, ())):
                there.add(name)
                run.append(name)
                plan.finished(name)
            else:
                plan.given.discard(name)
        if there and len(run) < 100 and random.random() < 0.05:
            lost = random.choice(sorted(there))
            there.discard(lost)
            plan.lost(lost)
    assert there == set(order)


@given(edges, st.integers(0, 24))
def test_failure_stops_its_dependents_only(below, which):
    graph = Graph(build(below))
    order = list(graph.tasks)
    bad = order[which % len(order)]
    plan = Plan(graph, ())
    while (name := plan.next()) is not None:
        plan.fail(name) if name == bad else plan.finished(name)
    assert plan.left() == plan.impossible() == graph.above([bad]) - {bad}


def test_equal_calls_are_one_task():
    graph = Graph([Task(f, 1), Task(f, 1), Task(f, 2)])
    assert len(graph.tasks) == 2


def test_dependencies_through_everything():
    base = Task(f, 1)
    for holder in (base, [base], (base,), {"k": base}, [{"k": (base,)}], base[0], base[0][1], Tasklet(base, len), NoLoad(base), NoHash(base)):
        graph = Graph([base, Task(f, 2, holder)])
        assert list(graph.needs.values()) == [(base.hash(),)]
    index = Task(f, 7)
    assert set(Graph([Task(f, base[index])]).needs.popitem()[1]) == {base.hash(), index.hash()}


def test_recursive_dependencies_and_sorting():
    chain = [Task(f, 0)]
    for _ in range(3000):
        chain.append(Task(f, chain[-1], chain[-1]))
    assert len(list(recursive_dependencies(chain[-1]))) == 3000
    assert len(list(recursive_dependencies(chain[-1], max_level=3))) == 3
    assert list(recursive_dependencies(chain[-1], max_level=0)) == []
    mixed = chain[::-1]
    topological_sort(mixed)
    assert mixed == chain


def test_describe():
    task = Task(f, 1, [Task(f, 2)])
    told = describe(task)
    assert told["name"].endswith(".f")
    assert told["args"][1][0]["args"] == [2]
    assert told["meta"] == {"computed": False}
    assert describe((task, 3))[1] == 3


def test_a_hundred_thousand_tasks():
    tasks = [Task(f, i) for i in range(100_000)]
    graph = Graph([*tasks, Task(f, tasks)])
    plan = Plan(graph, ())
    count = 0
    while (name := plan.next()) is not None:
        plan.finished(name)
        count += 1
    assert count == 100_001
