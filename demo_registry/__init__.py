"""A complete small registry service, the reference for the protocol."""

from demo_registry.faults import Fault, FaultPlan
from demo_registry.running import RunningRegistry, run_foreground, serve
from demo_registry.users import DemoUser

__all__ = ["DemoUser", "Fault", "FaultPlan", "RunningRegistry", "run_foreground", "serve"]
