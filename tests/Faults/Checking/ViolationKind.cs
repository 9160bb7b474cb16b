namespace CleanLite.Faults.Checking;

/// <summary>The promises that are checked, each named for its breach.</summary>
internal enum ViolationKind
{
    /// <summary>A point of an acknowledged batch was not shown, or is not in the latest state.</summary>
    Lost,

    /// <summary>A point was applied twice within an epoch, or more points were than agents had sent.</summary>
    Twice,

    /// <summary>Points of a series went back, or viewers saw different items at the same offset.</summary>
    Order,

    /// <summary>A viewer missed points without being told, or was not resumed where it could have been.</summary>
    Gap,

    /// <summary>A point was shown that no agent sent, or that the server said it had refused.</summary>
    Invented,

    /// <summary>The server refused points that it had to take.</summary>
    Refused,

    /// <summary>An action was executed twice, or said to be applied and never executed.</summary>
    Action,

    /// <summary>A criterion that the runner saw was missed.</summary>
    Criterion,
}
